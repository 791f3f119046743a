using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>What is there of ours, and its end.</summary>
internal sealed class Register(InstanceCalls instances, Ownership ownership, Postmortem postmortem)
{
    public async Task<MachineListReply> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await instances.ListAsync(cancellationToken);
        if (!answer.Has(out var all, out var refused))
        {
            return new MachineListReply.Refused(refused.Fault);
        }
        var machines = new List<ListedMachine>();
        foreach (var instance in all.Where(instance => ownership.IsOurs(instance.Config)))
        {
            var result = InstanceReading.HasEnded(instance)
                ? await postmortem.ResultAsync(instance, cancellationToken)
                : null;
            machines.Add(InstanceReading.Read(instance, result));
        }
        var foreign = all.Count(
            instance => ownership.IsOfOurFleet(instance.Config) && !ownership.IsOurs(instance.Config));
        return new MachineListReply.Complete(machines, foreign);
    }

    public async Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken)
    {
        if (!InstanceNames.IsPossible(name.Value))
        {
            return new DeleteReply.Gone();
        }
        var there = await instances.FindAsync(name.Value, cancellationToken);
        if (!there.Has(out var found, out var refused))
        {
            return refused.IsAbsent ? new DeleteReply.Gone() : new DeleteReply.Refused(refused.Fault);
        }
        if (!ownership.IsOurs(found.Config))
        {
            return new DeleteReply.Refused(new Fault(
                FaultKind.NameTaken, $"Instance {name} is not ours; it was not touched."));
        }
        return await RemoveAsync(found, cancellationToken);
    }

    /// <summary>
    /// A running one has to be stopped first. An ephemeral one is deleted by its server then; asking for it as well
    /// does no harm, and helps where the server was interrupted.
    /// </summary>
    private async Task<DeleteReply> RemoveAsync(InstancePayload instance, CancellationToken cancellationToken)
    {
        var name = instance.Name;
        if (!InstanceReading.IsStopped(instance))
        {
            await instances.StopAsync(name, cancellationToken);
        }
        var deleted = await instances.DeleteAsync(name, cancellationToken);
        if (deleted is Answer<Nothing>.Ok or Answer<Nothing>.Refused { IsAbsent: true })
        {
            return new DeleteReply.Gone();
        }

        // Busy, stopping, just deleted by somebody else: the words differ with the version, the fact does not.
        var left = await instances.FindAsync(name, cancellationToken);
        return (left, deleted) switch
        {
            (Answer<InstancePayload>.Refused { IsAbsent: true }, _) => new DeleteReply.Gone(),
            (_, Answer<Nothing>.Refused { Fault: { Kind: FaultKind.Unauthorized } fault }) =>
                new DeleteReply.Refused(fault),
            (Answer<InstancePayload>.Ok, _) => new DeleteReply.UnderWay(),
            (_, Answer<Nothing>.Refused failed) => new DeleteReply.Refused(failed.Fault),
            _ => new DeleteReply.UnderWay(),
        };
    }
}
