using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Images;
using Paddock.Providers.Lxd.Instances;
using Paddock.Providers.Lxd.Networks;

namespace Paddock.Providers.Lxd;

/// <summary>Can the server carry what is configured? Reads only, and tells every finding at once.</summary>
internal sealed class Inspection(
    (ServerCalls Server, InstanceCalls Instances, ImageCalls Images) calls, Host host, NetworkAcl acl,
    LxdSettings settings)
{
    /// <summary>Pools of this kind ignore how big a root disk may be.</summary>
    private const string Boundless = "dir";

    private const string Machines = "qemu";

    private string Command => settings.Flavor.Command;

    public async Task<IReadOnlyList<Finding>> InspectAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        var about = await calls.Server.AboutAsync(cancellationToken);
        if (!about.Has(out var said, out var unreachable))
        {
            return [Finding.Error(
                unreachable.Fault.Message, $"{settings.Flavor.Name} has to run and be reachable before runners can.")];
        }
        if (said.Auth != "trusted")
        {
            return settings.TrustToken is null
                ? [Finding.Error(
                    $"{settings.Flavor.Name} at {settings.Host} does not trust our certificate.",
                    $"Have its administrator run {Command} config trust add, and write what it prints as trust_token.")]
                : [Finding.Warning(
                    "The server does not trust our certificate yet; the trust token is used with the first machine.",
                    "Nothing needs to be done.")];
        }
        var listed = await calls.Instances.ListAsync(cancellationToken);
        if (listed is Answer<InstancePayload[]>.Refused blind)
        {
            return [Finding.Error(blind.Fault.Message, "Nothing is made in a project that cannot be seen.")];
        }
        List<Finding> findings = [.. OfServer(said), .. await OfPoolAsync(offers, cancellationToken)];
        findings.AddRange(await OfRoomAsync(offers, cancellationToken));
        findings.AddRange(await OfNetworkAsync(cancellationToken));
        findings.AddRange(await OfProfilesAsync(cancellationToken));
        findings.AddRange(await OfScriptsAsync(cancellationToken));
        foreach (var offer in offers)
        {
            findings.AddRange(OfOffer(offer, said));
        }
        foreach (var image in offers.Select(offer => offer.Image).Distinct(StringComparer.Ordinal))
        {
            findings.AddRange(await OfImageAsync(image, cancellationToken));
        }
        return findings;
    }

    private IEnumerable<Finding> OfServer(ServerPayload said)
    {
        if (said.Environment?.Server is { } server && server != settings.Kind)
        {
            yield return Finding.Error(
                $"The server says that it is {Plain.Line(server)}.", $"Write kind: {Plain.Line(server)}.");
        }
        if (settings.Target is { } target && said.Environment?.ServerClustered == false)
        {
            yield return Finding.Warning(
                $"target: {Plain.Line(target)} means nothing: the server is no cluster.", "Remove it.");
        }
    }

    private IEnumerable<Finding> OfOffer(Offer offer, ServerPayload said)
    {
        if (settings.SizeOf(offer.Size) is not { } size)
        {
            yield return Finding.Error(
                $"There is no size '{Plain.Line(offer.Size.Type)}'.",
                $"Add it under sizes of provider {settings.Name}.");
            yield break;
        }
        if (size.Type == InstanceType.VirtualMachine
            && said.Environment?.Driver?.Contains(Machines, StringComparison.Ordinal) != true)
        {
            yield return Finding.Error(
                "The server cannot run virtual machines.", "It needs /dev/kvm, vhost_vsock and QEMU; see its warnings "
                + $"({Command} warning list).");
        }
        if (size.MemoryBytes is null)
        {
            yield return Finding.Warning(
                $"The offer of {Plain.Line(offer.Image)} has no memory limit, so runners beside each other may starve.",
                "Write size: {memory: …}.");
        }
        if (size.Nesting && size.Type == InstanceType.Container)
        {
            yield return Finding.Warning(
                "A container with nesting shows a job more of the kernel than one without.",
                "Use a virtual machine for jobs you would not trust with the host.");
        }
        if (size.DiskBytes is not null && settings.StoragePool is null)
        {
            yield return Finding.Error(
                "A size of a disk needs to know the storage pool.", "Write storage_pool.");
        }
    }

    private async Task<IReadOnlyList<Finding>> OfRoomAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        var answer = await host.RoomAsync(cancellationToken);
        if (!answer.Has(out var room, out var refused))
        {
            return [Finding.Error(
                refused.Fault.Message, "A restricted certificate has to be let see the server's resources.")];
        }
        var findings = new List<Finding>();
        if (room.DiskFreeBytes < settings.DiskFreeMinBytes)
        {
            findings.Add(Finding.Warning(
                $"Storage pool {host.Pool} has less free than disk_free_min; no runner will start.",
                $"Free some, or add space ({Command} storage info {host.Pool})."));
        }
        foreach (var size in offers.Select(offer => settings.SizeOf(offer.Size)).OfType<InstanceSize>())
        {
            var claim = new Claim("", size.MemoryBytes ?? 0, size.Cpus ?? 0);
            if (Admission.CheckAlone(settings.HostRules, room, claim) is { } fault)
            {
                findings.Add(Finding.Error(fault.Message, "Sizes are limits of one instance."));
            }
        }
        return findings;
    }

    private async Task<IReadOnlyList<Finding>> OfPoolAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        var answer = await calls.Server.PoolAsync(host.Pool, cancellationToken);
        if (!answer.Has(out var pool, out var refused))
        {
            return refused.IsAbsent && settings.StoragePool is not null
                ? [Finding.Error(
                    $"There is no storage pool {Plain.Line(host.Pool)}.",
                    $"Make it ({Command} storage create), or correct storage_pool.")]
                : [];
        }
        var limits = offers.Any(offer => settings.SizeOf(offer.Size)?.DiskBytes is not null);
        return pool.Driver == Boundless && limits
            ? [Finding.Warning(
                $"Storage pool {host.Pool} is a directory and does not limit a disk.",
                "Use a pool of btrfs, zfs or lvm, or leave disk out of the size.")]
            : [];
    }

    private async Task<IReadOnlyList<Finding>> OfNetworkAsync(CancellationToken cancellationToken)
    {
        if (settings.Network is not { } network)
        {
            return settings.DenyNetworks.Count > 0
                ? [Finding.Error("deny_networks needs to know the network.", "Write network.")]
                : [];
        }
        var answer = await calls.Server.NetworkAsync(network, cancellationToken);
        if (!answer.Has(out var found, out var refused))
        {
            return [Finding.Error(
                refused.IsAbsent ? $"There is no network {Plain.Line(network)}." : refused.Fault.Message,
                $"Make it ({Command} network create), or correct network.")];
        }
        if (found.Type is not "bridge" && settings.PortIsolation)
        {
            return [Finding.Error(
                $"Network {Plain.Line(network)} is no bridge, and only a bridge can isolate its ports.",
                "Set port_isolation: false.")];
        }
        return settings.DenyNetworks.Count > 0 && await acl.CheckAsync(cancellationToken) is { } open
            ? [Finding.Error(open.Message, "Until then no instance is made.")]
            : [];
    }

    private async Task<IReadOnlyList<Finding>> OfProfilesAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var named = settings.Sizes.Values.SelectMany(size => size.Profiles ?? []).Concat(settings.Profiles);
        foreach (var name in named.Distinct(StringComparer.Ordinal)
            .Where(name => settings.KeptProfiles.All(kept => kept.Name != name)))
        {
            var answer = await calls.Server.ProfileAsync(name, cancellationToken);
            if (answer is Answer<ProfilePayload>.Refused { IsAbsent: true })
            {
                findings.Add(Finding.Error(
                    $"There is no profile {Plain.Line(name)} in project {settings.Project}.",
                    $"Make it ({Command} profile create), describe it under keep_profiles, or correct profiles."));
            }
        }
        return findings;
    }

    private async Task<IReadOnlyList<Finding>> OfScriptsAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var scripts = settings.Sizes.Values.Select(size => size.Scripts).OfType<JobScripts>().Append(settings.Scripts);
        foreach (var one in scripts.Distinct())
        {
            if ((await ScriptTexts.ReadAsync(one, cancellationToken)).Fault is { } fault)
            {
                findings.Add(Finding.Error(fault.Message, "Scripts are read anew for every machine."));
            }
        }
        return findings;
    }

    private async Task<IReadOnlyList<Finding>> OfImageAsync(string text, CancellationToken cancellationToken)
    {
        var (name, fault) = ImageName.Parse(text, settings);
        if (name is null)
        {
            return [Finding.Error(fault!, "Images are aliases or remote:alias.")];
        }
        if (name.Remote is not null)
        {
            return [];
        }
        var (alias, image) = (
            await calls.Images.AliasAsync(name.Alias, cancellationToken),
            await calls.Images.FindAsync(name.Alias, cancellationToken));
        return alias is Answer<AliasPayload>.Refused { IsAbsent: true }
            && image is Answer<ImagePayload>.Refused { IsAbsent: true }
                ? [Finding.Error(
                    $"There is no image '{Plain.Line(name.Alias)}' in project {settings.Project}.",
                    $"Make it (paddock image build), copy it ({Command} image copy), or write remote:alias.")]
                : [];
    }
}
