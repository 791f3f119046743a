using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Containers;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker;

/// <summary>Can the engine carry what is configured? Reads only, and tells every finding at once.</summary>
internal sealed class Inspection(EngineClient engine, ImageCalls images, Host host, DockerSettings settings)
{
    private static readonly string[] NamelessNetworks = ["bridge", "host", "none", "default"];

    public async Task<IReadOnlyList<Finding>> InspectAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        var version = await engine.VersionAsync(cancellationToken);
        if (!version.Has(out _, out var unreachable))
        {
            return [Finding.Error(unreachable.Fault.Message, "Docker has to run and be reachable before runners can.")];
        }
        var answer = await host.InfoAsync(cancellationToken);
        if (!answer.Has(out var info, out var refused))
        {
            return [Finding.Error(refused.Fault.Message, "See the engine's own log (journalctl -u docker).")];
        }
        List<Finding> findings = [.. OfHost(info), .. offers.SelectMany(offer => OfOffer(offer, host.RoomOf(info)))];
        findings.AddRange(await OfNetworkAsync(cancellationToken));
        foreach (var image in offers.Select(offer => offer.Image).Distinct(StringComparer.Ordinal))
        {
            findings.AddRange(await OfImageAsync(image, cancellationToken));
        }
        return findings;
    }

    private IEnumerable<Finding> OfHost(InfoPayload info)
    {
        if (info.OsType is not (null or "" or "linux"))
        {
            yield return Finding.Error(
                $"The engine runs {Plain.Line(info.OsType)} containers.", "Switch it to Linux containers.");
        }
        if (!info.MemoryLimit)
        {
            yield return Finding.Warning(
                "The engine cannot limit memory, so one job can take all of the host's.",
                "A rootless engine needs cgroup 2 with delegated controllers.");
        }
        if (host.RoomOf(info).DiskFreeBytes < settings.DiskFreeMinBytes)
        {
            yield return Finding.Warning(
                "The engine's disk has less free than disk_free_min; no runner will start.",
                "Free some: docker system prune.");
        }
        if (settings.Docker == DockerAccess.Socket)
        {
            yield return Finding.Warning(
                "Every job gets the engine's socket and is thereby root on its host.",
                "Set docker: none, unless everybody who can start a job may be root there.");
        }
    }

    private IEnumerable<Finding> OfOffer(Offer offer, HostRoom room)
    {
        var size = offer.Size;
        var claim = new Claim("", size.MemoryBytes ?? 0, size.Cpus ?? 0);
        if (Admission.CheckAlone(settings.HostRules, room, claim) is { } fault)
        {
            yield return Finding.Error(fault.Message, "Sizes are limits of one container.");
        }
        if (size.MemoryBytes is null)
        {
            yield return Finding.Warning(
                $"The offer of {offer.Image} has no memory limit, so runners beside each other may starve.",
                "Write size: {memory: …}.");
        }
        if (size.DiskBytes is not null)
        {
            yield return Finding.Warning("Docker does not limit a container's disk.", "Leave disk out of the size.");
        }
        if (offer.Location is { } location)
        {
            yield return Finding.Warning(
                $"Location '{Plain.Line(location)}' means nothing: an engine is one place.",
                "Configure one provider per engine instead.");
        }
    }

    private async Task<IReadOnlyList<Finding>> OfNetworkAsync(CancellationToken cancellationToken)
    {
        if (settings.Network is not { } network || NamelessNetworks.Contains(network))
        {
            return [];
        }
        var answer = await engine.DoAsync(
            ServerCall.Get($"/networks/{Uri.EscapeDataString(network)}"), cancellationToken);
        return answer is Answer<Nothing>.Refused { IsAbsent: true }
            ? [Finding.Error(
                $"There is no network {Plain.Line(network)}.", $"Make it: docker network create {Plain.Line(network)}")]
            : [];
    }

    private async Task<IReadOnlyList<Finding>> OfImageAsync(string name, CancellationToken cancellationToken)
    {
        if (ImageReference.TryParse(name) is not { } image)
        {
            return [Finding.Error($"'{Plain.Line(name)}' is no reference of an image.", "Write registry/name:tag.")];
        }
        var here = await images.InspectAsync(image.ToString(), cancellationToken);
        if (here is not Answer<ImagePayload>.Refused refused)
        {
            return [];
        }
        if (!refused.IsAbsent)
        {
            return [Finding.Error(refused.Fault.Message, "See the engine's own log (journalctl -u docker).")];
        }
        if (settings.Pull == PullPolicy.Never)
        {
            return [Finding.Error(
                $"Image {image} is not on the engine and pull is 'never'.",
                "Build or load it there, or set pull: missing.")];
        }

        // A registry that wants a login may still give the image to an engine that has one, so this is no error.
        var (login, fault) = new RegistryLogins(settings.Registries).For(image);
        if (fault is not null)
        {
            return [Finding.Error(fault.Message, "Give it a password that can be read.")];
        }
        var registry = await images.LookUpAsync(image, login, cancellationToken);
        return registry is Answer<Nothing>.Refused unknown
            ? [Finding.Warning(
                $"Image {image} is not on the engine, and its registry does not give it: {unknown.Fault.Message}",
                "Correct its name, or pull, build or load it there by hand.")]
            : [];
    }
}
