using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Docker.Containers;

/// <summary>What is there of ours, and its end.</summary>
internal sealed class Register(ContainerCalls containers, Ownership ownership)
{
    public async Task<MachineListReply> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await containers.ListAsync([ownership.FleetFilter], cancellationToken);
        if (!answer.Has(out var lines, out var refused))
        {
            return new MachineListReply.Refused(refused.Fault);
        }
        var ours = lines.Where(line => ownership.IsOurs(line.Labels)).ToArray();
        var machines = new List<ListedMachine>(ours.Length);
        foreach (var line in ours)
        {
            var looked = await LookAsync(line, cancellationToken);
            if (!looked.Has(out var machine, out var unseen))
            {
                return new MachineListReply.Refused(unseen.Fault);
            }
            if (machine is not null)
            {
                machines.Add(machine);
            }
        }
        return new MachineListReply.Complete(machines, lines.Length - ours.Length);
    }

    /// <summary>Null when it has gone since it was listed. Only of what does not run there is more to learn.</summary>
    private async Task<Answer<ListedMachine?>> LookAsync(ContainerLine line, CancellationToken cancellationToken)
    {
        if (ContainerReading.IsAlive(line.State))
        {
            return new Answer<ListedMachine?>.Ok(ContainerReading.ReadRunning(line));
        }
        var answer = await containers.InspectAsync(line.Id, cancellationToken);
        return answer switch
        {
            Answer<ContainerPayload>.Ok { Value: var container } =>
                new Answer<ListedMachine?>.Ok(ContainerReading.Read(container)),
            Answer<ContainerPayload>.Refused { IsAbsent: true } => new Answer<ListedMachine?>.Ok(null),
            Answer<ContainerPayload>.Refused refused => refused.To<ListedMachine?>(),
            _ => throw new InvalidOperationException($"Unknown answer {answer}."),
        };
    }

    public async Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken)
    {
        if (!ContainerNames.IsPossible(name.Value))
        {
            return new DeleteReply.Gone();
        }
        var there = await containers.FindAsync(name.Value, cancellationToken);
        if (!there.Has(out var found, out var refused))
        {
            return refused.IsAbsent ? new DeleteReply.Gone() : new DeleteReply.Refused(refused.Fault);
        }
        if (!ownership.IsOurs(found.Config.Labels))
        {
            return new DeleteReply.Refused(new Fault(
                FaultKind.NameTaken, $"Container {name} is not ours; it was not touched."));
        }

        // By id: whoever takes the name from here on is another.
        return await containers.DeleteAsync(found.Id, cancellationToken) switch
        {
            Answer<Nothing>.Refused { IsAbsent: true } or Answer<Nothing>.Ok => new DeleteReply.Gone(),

            // "removal of container … is already in progress"
            Answer<Nothing>.Refused { IsConflict: true } => new DeleteReply.UnderWay(),
            Answer<Nothing>.Refused failed => new DeleteReply.Refused(failed.Fault),
            _ => throw new InvalidOperationException("Unknown answer."),
        };
    }
}
