using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>
/// Makes instances and hands them their tickets. There are three ways to arrive here: nothing is there and it is made;
/// an earlier call made it and its reply was lost; it was made blank and is served now.
/// </summary>
internal sealed class Births(
    InstanceCalls instances, Makings makings, Handovers handovers, Ownership ownership, Departures departures,
    LxdSettings settings)
{
    public async Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        if (!InstanceNames.IsPossible(spec.Name.Value))
        {
            return Refused(FaultKind.InvalidSpec, $"'{Plain.Line(spec.Name.Value)}' cannot be an instance's name.");
        }
        if (ticket is not null && TicketRules.FaultOf(ticket) is { } odd)
        {
            return new EnsureReply.Refused(odd);
        }
        if (settings.SizeOf(spec.Offer.Size) is not { } size)
        {
            return Refused(
                FaultKind.InvalidSpec,
                $"Provider {settings.Name} has no size '{Plain.Line(spec.Offer.Size.Type)}'. Add it under 'sizes'.");
        }

        // Before anything else, because what is there already needs no room and no image.
        var there = await instances.FindAsync(spec.Name.Value, cancellationToken);
        return there switch
        {
            Answer<InstancePayload>.Ok { Value: var found } =>
                await AdoptAsync(found, spec, ticket, size, cancellationToken),
            Answer<InstancePayload>.Refused { IsAbsent: true } when departures.Find(spec.Name) is not null =>
                Refused(FaultKind.NotFound, $"Instance {spec.Name} has ended already; it is not made again."),
            Answer<InstancePayload>.Refused { IsAbsent: true } when spec.MustExist =>
                Refused(FaultKind.NotFound, $"There is no instance {spec.Name} to hand the ticket to."),
            Answer<InstancePayload>.Refused { IsAbsent: true } =>
                await MakeAsync(spec, ticket, size, cancellationToken),
            Answer<InstancePayload>.Refused refused => new EnsureReply.Refused(refused.Fault),
            _ => throw new InvalidOperationException($"Unknown answer {there}."),
        };
    }

    private async Task<EnsureReply> MakeAsync(
        MachineSpec spec, Ticket? ticket, InstanceSize size, CancellationToken cancellationToken)
    {
        IReadOnlyList<MakingStep> After() => ticket is null ? [] : handovers.Steps(spec, ticket, size);
        var fault = await makings.MakeAsync(spec, isBlank: ticket is null, size, After, cancellationToken);
        return fault switch
        {
            null => new EnsureReply.Done(Adopted: false),
            { Kind: FaultKind.NameTaken or FaultKind.Busy } =>
                await AdoptNewcomerAsync(fault, spec, ticket, size, cancellationToken),
            _ => new EnsureReply.Refused(fault),
        };
    }

    /// <summary>
    /// It was not there a moment ago: an earlier request of ours came late, or somebody else was faster. One that is
    /// still being made cannot be judged yet.
    /// </summary>
    private async Task<EnsureReply> AdoptNewcomerAsync(
        Fault fault, MachineSpec spec, Ticket? ticket, InstanceSize size, CancellationToken cancellationToken)
    {
        var there = await instances.FindAsync(spec.Name.Value, cancellationToken);
        return there switch
        {
            Answer<InstancePayload>.Ok { Value: var found } when fault.Kind == FaultKind.NameTaken =>
                await AdoptAsync(found, spec, ticket, size, cancellationToken),
            Answer<InstancePayload>.Refused { IsAbsent: true } when fault.Kind == FaultKind.Busy =>
                new EnsureReply.Refused(fault),
            _ => new EnsureReply.Refused(fault with { Kind = FaultKind.Ambiguous }),
        };
    }

    private async Task<EnsureReply> AdoptAsync(
        InstancePayload found, MachineSpec spec, Ticket? ticket, InstanceSize size,
        CancellationToken cancellationToken)
    {
        if (!ownership.IsOurs(found.Config))
        {
            return Refused(
                FaultKind.NameTaken, $"There is an instance {spec.Name} that is not ours; it was not touched.");
        }
        if (InstanceReading.HasEnded(found))
        {
            return Refused(FaultKind.NotFound, $"Instance {spec.Name} has ended already; it is not started again.");
        }
        if (ticket is null || InstanceReading.HasItsTicket(found))
        {
            return new EnsureReply.Done(Adopted: true);
        }

        // A blank one was made when what it stands on was as it should be; its job comes now.
        var fault = await makings.LayAsync(cancellationToken)
            ?? await Steps.RunAsync(Handover(found, spec, ticket, size), cancellationToken);
        return fault is null ? new EnsureReply.Done(Adopted: true) : new EnsureReply.Refused(fault);
    }

    /// <summary>
    /// A blank one that cannot be handed its ticket stays as it is: the next ticket replaces what came of this one.
    /// What was left of an earlier making goes, as it would have then. What it is counts, and not what its size would
    /// make of it today.
    /// </summary>
    private IReadOnlyList<MakingStep> Handover(
        InstancePayload found, MachineSpec spec, Ticket ticket, InstanceSize size)
    {
        var type = InstanceReading.TypeOf(found);
        var there = new MakingStep(
            _ => Task.FromResult<Fault?>(null),
            spec.MustExist ? null : () => makings.DiscardAsync(spec.Name.Value, type));
        return [there, .. handovers.Steps(spec, ticket, size with { Type = type })];
    }

    private static EnsureReply.Refused Refused(FaultKind kind, string message) => new(new Fault(kind, message));
}
