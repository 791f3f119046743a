using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>The profiles that the configuration describes: made, and kept as they are described.</summary>
internal sealed class Profiles(ServerCalls server, FleetIdentity identity, LxdSettings settings)
{
    /// <summary>Says whose it is: two installations may describe profiles of one name.</summary>
    private string Description =>
        $"Kept by Paddock, as its configuration describes it ({identity.Fleet}, {identity.Install})";

    /// <summary>Null when all are as described, or none is.</summary>
    public async Task<Fault?> KeepAsync(CancellationToken cancellationToken)
    {
        foreach (var profile in settings.KeptProfiles)
        {
            if (await KeepAsync(profile, cancellationToken) is { } fault)
            {
                return fault;
            }
        }
        return null;
    }

    private async Task<Fault?> KeepAsync(KeptProfile wanted, CancellationToken cancellationToken)
    {
        var body = new ProfileBody(wanted.Name, Description, wanted.Config, wanted.Devices);
        var there = await server.ProfileAsync(wanted.Name, cancellationToken);
        if (!there.Has(out var found, out var refused))
        {
            return refused.IsAbsent
                ? (await server.MakeProfileAsync(body, cancellationToken)).WhyNot
                : refused.Fault;
        }
        if (found.Description != Description)
        {
            return new Fault(
                FaultKind.InvalidSpec,
                $"There is a profile '{wanted.Name}' that this Paddock did not make; it was not touched. Give the one "
                + "under keep_profiles another name.");
        }
        return IsAsWanted(found, wanted) ? null : (await server.ChangeProfileAsync(body, cancellationToken)).WhyNot;
    }

    private static bool IsAsWanted(ProfilePayload found, KeptProfile wanted) =>
        IsSame(found.Config, wanted.Config)
        && (found.Devices ?? []).Count == wanted.Devices.Count
        && wanted.Devices.All(
            device => found.Devices!.TryGetValue(device.Key, out var there) && IsSame(there, device.Value));

    private static bool IsSame(Dictionary<string, string>? found, IReadOnlyDictionary<string, string> wanted) =>
        (found ?? []).Count == wanted.Count
        && wanted.All(pair => found!.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
