using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Images;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>
/// Makes an instance that was not there, with whatever it stands on, and undoes it when a step fails.
/// </summary>
internal sealed class Makings(
    InstanceCalls instances, Seats seats, ImageDesk images, Foundations foundations, LxdSettings settings)
    : IDisposable
{
    private readonly SemaphoreSlim _creating = new(settings.CreatesMax);

    /// <param name="after">What is done with it once it is there.</param>
    /// <returns>Null when all is done.</returns>
    public async Task<Fault?> MakeAsync(
        MachineSpec spec, bool isBlank, InstanceSize size, Func<IReadOnlyList<MakingStep>> after,
        CancellationToken cancellationToken)
    {
        if (await LayAsync(cancellationToken) is { } unlaid)
        {
            return unlaid;
        }
        var image = await images.GetAsync(spec.Offer.Image, cancellationToken);
        if (!image.Has(out var fingerprint, out var absent))
        {
            return OfNoMachine(absent.Fault);
        }
        var room = await seats.TakeAsync(
            spec.Name, new MachineSize(null, size.Cpus, size.MemoryBytes), cancellationToken);
        if (!room.Has(out var seat, out var full))
        {
            return full.Fault;
        }
        using (seat)
        {
            var body = InstanceForm.Of(
                spec, isBlank, size, new SourceBody("image") { Fingerprint = fingerprint }, seat.Claim, settings);
            var create = new MakingStep(
                token => CreateAsync(body, token), UndoAsync: () => DiscardAsync(body.Name, size.Type));
            return await Steps.RunAsync([create, .. after()], cancellationToken);
        }
    }

    /// <summary>What instances stand on is looked after. Null when all of it is there.</summary>
    public async Task<Fault?> LayAsync(CancellationToken cancellationToken) =>
        await foundations.LayAsync(cancellationToken) is { } fault ? OfNoMachine(fault) : null;

    /// <summary>
    /// A container that runs has its ticket and is left alone: the server refuses to delete it. A virtual machine runs
    /// before it has one.
    /// </summary>
    public async Task<Fault?> DiscardAsync(string name, InstanceType type)
    {
        if (type == InstanceType.VirtualMachine)
        {
            await instances.StopAsync(name, CancellationToken.None);
        }
        var answer = await instances.DeleteAsync(name, CancellationToken.None);
        if (answer is Answer<Nothing>.Ok or Answer<Nothing>.Refused { IsAbsent: true })
        {
            return null;
        }
        var left = await instances.FindAsync(name, CancellationToken.None);
        return left is Answer<InstancePayload>.Refused { IsAbsent: true }
            ? null
            : ((Answer<Nothing>.Refused)answer).Fault;
    }

    public void Dispose() => _creating.Dispose();

    private async Task<Fault?> CreateAsync(InstanceBody body, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken);
        try
        {
            var answer = await instances.CreateAsync(body, settings.Target, cancellationToken);
            return answer.WhyNot;
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>Of what certainly made no machine: a name that is taken is not a machine's then, either.</summary>
    private static Fault OfNoMachine(Fault fault) =>
        fault.Kind == FaultKind.NameTaken ? fault with { Kind = FaultKind.Transient } : fault.AsCertain();
}
