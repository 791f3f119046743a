using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Images;
using Paddock.Providers.Making;

namespace Paddock.Providers.Docker.Containers;

/// <summary>
/// Makes containers and hands them their tickets. There are three ways to arrive here: nothing is there and it is made;
/// an earlier call made it and its reply was lost; it was made blank and is served now.
/// </summary>
internal sealed class Births(
    ContainerCalls containers, Seats seats, ImageDesk images, Ownership ownership, DockerSettings settings)
{
    public async Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        if (!ContainerNames.IsPossible(spec.Name.Value))
        {
            return Refused(FaultKind.InvalidSpec, $"'{Plain.Line(spec.Name.Value)}' cannot be a container's name.");
        }
        if (ticket is not null && TicketRules.FaultOf(ticket) is { } odd)
        {
            return new EnsureReply.Refused(odd);
        }

        // Before anything else, because what is there already needs no room and no image.
        var there = await containers.FindAsync(spec.Name.Value, cancellationToken);
        return there switch
        {
            Answer<ContainerPayload>.Ok { Value: var found } =>
                await AdoptAsync(found, spec, ticket, cancellationToken),
            Answer<ContainerPayload>.Refused { IsAbsent: true } when spec.MustExist =>
                Refused(FaultKind.NotFound, $"There is no container {spec.Name} to hand the ticket to."),
            Answer<ContainerPayload>.Refused { IsAbsent: true } => await MakeAsync(spec, ticket, cancellationToken),
            Answer<ContainerPayload>.Refused refused => new EnsureReply.Refused(refused.Fault),
            _ => throw new InvalidOperationException($"Unknown answer {there}."),
        };
    }

    private async Task<EnsureReply> MakeAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        var image = await images.GetAsync(spec.Offer.Image, spec.Scope, cancellationToken);
        if (!image.Has(out var ready, out var unready))
        {
            // A helper or an image whose outcome is unknown is nobody's machine.
            return new EnsureReply.Refused(unready.Fault.AsCertain());
        }
        var room = await seats.TakeAsync(spec.Name, spec.Offer.Size, cancellationToken);
        if (!room.Has(out var seat, out var full))
        {
            return new EnsureReply.Refused(full.Fault);
        }
        using (seat)
        {
            var form = ContainerForm.Of(spec, ticket is null, ready, seat, settings);
            return await MakeAsync(spec, ticket, ready, form, cancellationToken);
        }
    }

    private async Task<EnsureReply> MakeAsync(
        MachineSpec spec, Ticket? ticket, RunnerImage image, NewContainer form, CancellationToken cancellationToken)
    {
        var id = "";
        var create = new MakingStep(
            async token => (await containers.CreateAsync(spec.Name.Value, form, token)).Has(out id, out var refused)
                ? null
                : refused.Fault,
            UndoAsync: () => DiscardAsync(id!));
        IReadOnlyList<MakingStep> steps = ticket is null
            ? [create]
            :
            [
                create, new(token => DeliverAsync(id!, spec, ticket, image, token)),
                new(token => StartAsync(id!, token), IsFinal: true),
            ];
        var fault = await Steps.RunAsync(steps, cancellationToken);
        return fault switch
        {
            null => new EnsureReply.Done(Adopted: false),
            { Kind: FaultKind.NameTaken } => await AdoptNewcomerAsync(fault, spec, ticket, cancellationToken),
            _ => new EnsureReply.Refused(fault),
        };
    }

    /// <summary>
    /// It was not there a moment ago: an earlier request of ours came late, or somebody else was faster.
    /// </summary>
    private async Task<EnsureReply> AdoptNewcomerAsync(
        Fault fault, MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        var there = await containers.FindAsync(spec.Name.Value, cancellationToken);
        return there.Has(out var found, out _)
            ? await AdoptAsync(found, spec, ticket, cancellationToken)
            : new EnsureReply.Refused(fault with { Kind = FaultKind.Ambiguous });
    }

    private async Task<EnsureReply> AdoptAsync(
        ContainerPayload found, MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        if (!ownership.IsOurs(found.Config.Labels))
        {
            return Refused(
                FaultKind.NameTaken, $"There is a container {spec.Name} that is not ours; it was not touched.");
        }
        if (ContainerReading.HasEnded(found.State))
        {
            return Refused(FaultKind.NotFound, $"Container {spec.Name} has ended already; it is not started again.");
        }
        if (ContainerReading.IsAlive(found.State.Status) || ticket is null)
        {
            return new EnsureReply.Done(Adopted: true);
        }
        return await ServeAsync(found, spec, ticket, cancellationToken);
    }

    /// <summary>
    /// A blank one that cannot be handed its ticket stays blank: nothing can run in it, and the next ticket lies over
    /// what came of this one.
    /// </summary>
    private async Task<EnsureReply> ServeAsync(
        ContainerPayload found, MachineSpec spec, Ticket ticket, CancellationToken cancellationToken)
    {
        if (RunnerLabel.Read(found.Id, found.Config.Labels) is not { } image)
        {
            return Refused(FaultKind.Fatal, $"The labels of container {spec.Name} do not say where its runner is.");
        }
        var fault = await DeliverAsync(found.Id, spec, ticket, image, cancellationToken)
            ?? await StartAsync(found.Id, cancellationToken);
        return fault is null ? new EnsureReply.Done(Adopted: true) : new EnsureReply.Refused(fault);
    }

    private async Task<Fault?> DeliverAsync(
        string id, MachineSpec spec, Ticket ticket, RunnerImage image, CancellationToken cancellationToken)
    {
        using var parcel = new ByteArrayContent(Parcels.Pack(ticket, image, spec.Lifetime, settings.Docker));
        var answer = await containers.PutAsync(id, "/", parcel, cancellationToken);
        return answer.WhyNot;
    }

    private async Task<Fault?> StartAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await containers.StartAsync(id, cancellationToken);
        if (answer is not Answer<Nothing>.Refused { Fault: var fault })
        {
            return null;
        }

        // Started twice an ended container would run again: so look. One that is said not to run may still be about
        // to; what clears it away does not touch one that does.
        var there = await containers.InspectAsync(id, cancellationToken);
        return there switch
        {
            Answer<ContainerPayload>.Ok { Value.State: var state } when state.Status != "created" => null,
            Answer<ContainerPayload>.Ok => fault.AsCertain(),
            _ => fault with { Kind = FaultKind.Ambiguous },
        };
    }

    private async Task<Fault?> DiscardAsync(string id)
    {
        var answer = await containers.DiscardAsync(id, CancellationToken.None);
        return answer is Answer<Nothing>.Refused { IsAbsent: false } refused ? refused.Fault : null;
    }

    private static EnsureReply.Refused Refused(FaultKind kind, string message) => new(new Fault(kind, message));
}
