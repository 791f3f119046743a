using Paddock.Core.Policy;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Making;

/// <summary>Whose a machine is, by what it wears of <see cref="MachineTags"/>.</summary>
/// <param name="prefix">What a provider writes before each key: <c>user.</c></param>
internal sealed class Ownership(FleetIdentity identity, string prefix = "")
{
    private readonly string _fleetKey = prefix + MachineTags.FleetKey;
    private readonly string _installKey = prefix + MachineTags.InstallKey;

    public string FleetFilter => $"{_fleetKey}={identity.Fleet}";

    public string InstallFilter => $"{_installKey}={identity.Install}";

    public bool IsOurs(IReadOnlyDictionary<string, string>? tags) =>
        IsOfOurFleet(tags) && tags!.GetValueOrDefault(_installKey) == identity.Install;

    /// <summary>Of our fleet's name; of which installation is another question.</summary>
    public bool IsOfOurFleet(IReadOnlyDictionary<string, string>? tags) =>
        tags is not null && tags.GetValueOrDefault(_fleetKey) == identity.Fleet;
}
