using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>
/// Puts a ticket into an instance, with what starts the runner. Only files are used: an instance's configuration can be
/// read by every process of the guest, and a command by everybody who may hear the server's events.
/// </summary>
internal sealed class Delivery(
    InstanceCalls instances, RunnerProbe probe, IRunnerArchives archives, LxdSettings settings)
{
    private const string RootOnly = "0600";
    private const string ReadableByAll = "0644";

    /// <summary>Null when everything is in place.</summary>
    public async Task<Fault?> DeliverAsync(
        MachineSpec spec, Ticket ticket, InstanceSize size, CancellationToken cancellationToken)
    {
        var there = await instances.FindAsync(spec.Name.Value, cancellationToken);
        if (!there.Has(out var instance, out var unseen))
        {
            return unseen.Fault;
        }
        var look = await probe.LookAsync(instance, cancellationToken);
        if (!look.Has(out var finding, out var unfit))
        {
            return unfit.Fault;
        }
        var scripts = await ScriptTexts.ReadAsync(size.Scripts ?? settings.Scripts, cancellationToken);
        if (scripts.Fault is { } unreadable)
        {
            return unreadable;
        }
        if (!finding.HasRunner
            && await PushRunnerAsync(spec, instance, cancellationToken) is { } unavailable)
        {
            return unavailable;
        }
        return await PushAsync(spec.Name.Value, Pack(spec, ticket, finding, scripts), spec.Lifetime, cancellationToken);
    }

    /// <summary>The kernel's word to GitHub's; an unknown one is passed on, for the message to name it.</summary>
    public static string ArchitectureOf(string? architecture) =>
        architecture switch { "x86_64" => "x64", "aarch64" => "arm64", var other => other ?? "" };

    private byte[] Pack(MachineSpec spec, Ticket ticket, RunnerFinding finding, ScriptTexts scripts)
    {
        using var parcel = new Parcel();
        SystemStart.Pack(parcel, new SystemStartSettings(
            finding.Place, spec.Lifetime, finding.HasRunner, finding.UserFiles)
        {
            Sudo = settings.Sudo, Environment = settings.Environment, RegistryMirror = settings.RegistryMirror,
            Setup = scripts.Setup, PreJob = scripts.PreJob, Tags = spec.Tags, Scope = spec.Scope,
        });
        parcel.AddTicket(ticket, finding.Place);
        return parcel.Seal();
    }

    /// <summary>
    /// The parcel last: without it the unit does nothing, so an instance that was handed half of this cannot run half
    /// of it.
    /// </summary>
    private async Task<Fault?> PushAsync(
        string name, byte[] parcel, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var unit = SystemStart.Unit(lifetime, settings.Sudo);
        return (await instances.PushAsync(
                name, SystemStart.UnitPath, new StringContent(unit), ReadableByAll, cancellationToken)).WhyNot
            ?? await LinkAsync(name, cancellationToken)
            ?? (await instances.PushAsync(
                name, SystemStart.ParcelPath, new ByteArrayContent(parcel), RootOnly, cancellationToken)).WhyNot;
    }

    /// <summary>An image may have it, and an earlier attempt may have made it.</summary>
    private async Task<Fault?> LinkAsync(string name, CancellationToken cancellationToken)
    {
        var fault = (await instances.LinkAsync(
            name, SystemStart.WantsPath, SystemStart.UnitPath, cancellationToken)).WhyNot;
        return fault?.Message.Contains("file exists", StringComparison.OrdinalIgnoreCase) == true ? null : fault;
    }

    private async Task<Fault?> PushRunnerAsync(
        MachineSpec spec, InstancePayload instance, CancellationToken cancellationToken)
    {
        var reply = await archives.GetAsync(
            spec.Scope, "linux", ArchitectureOf(instance.Architecture), cancellationToken);
        if (reply is ArchiveReply.Refused refused)
        {
            return refused.Fault;
        }
        var archive = ((ArchiveReply.Ready)reply).Archive;
        try
        {
            await using var file = File.OpenRead(archive.Path);
            return (await instances.PushAsync(
                spec.Name.Value, SystemStart.ArchivePath, new StreamContent(file), RootOnly, cancellationToken)).WhyNot;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Transient, $"{archive.Path} cannot be read: {failure.Message}");
        }
    }
}
