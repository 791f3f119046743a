using Paddock.Core.Policy;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Docker.Containers;

/// <summary>Whose a container is, by its labels, which nobody can change after its creation.</summary>
internal sealed class Ownership(FleetIdentity identity)
{
    public string FleetFilter => $"{MachineTags.FleetKey}={identity.Fleet}";

    public string InstallFilter => $"{MachineTags.InstallKey}={identity.Install}";

    public bool IsOurs(IReadOnlyDictionary<string, string>? labels) =>
        labels is not null
        && labels.GetValueOrDefault(MachineTags.FleetKey) == identity.Fleet
        && labels.GetValueOrDefault(MachineTags.InstallKey) == identity.Install;
}
