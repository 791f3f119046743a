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
/// The steps from an instance that is there to a runner that runs. Into a container files can be put before it is
/// started; a virtual machine has to boot first, and its agent to answer.
/// </summary>
internal sealed class Handovers(InstanceCalls instances, Delivery delivery, Agent agent)
{
    private static readonly TimeSpan ExecLimit = TimeSpan.FromMinutes(1);

    /// <summary>Nothing in it is secret: everybody who hears events hears it.</summary>
    private static readonly string[] StartCommand =
        ["/bin/sh", "-c", $"systemctl daemon-reload && systemctl start --no-block {SystemStart.UnitName}"];

    public IReadOnlyList<MakingStep> Steps(MachineSpec spec, Ticket ticket, InstanceSize size)
    {
        var name = spec.Name.Value;
        var deliver = new MakingStep(token => delivery.DeliverAsync(spec, ticket, size, token));
        return size.Type == InstanceType.Container
            ? [deliver, new(token => StartAsync(name, token), IsFinal: true)]
            :
            [
                new(token => BootAsync(name, token)), new(token => agent.AwaitAsync(name, token)), deliver,
                new(token => LaunchAsync(name, token), IsFinal: true),
            ];
    }

    private async Task<Fault?> StartAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await instances.StartAsync(name, cancellationToken);
        if (answer is not Answer<Nothing>.Refused { Fault: var fault })
        {
            return null;
        }

        // Started twice an ended instance would run again: so look. One that runs was started, and so was one that has
        // ended, unless the server itself says that its start failed: it dates the start before it tries. What is not
        // there may have run and gone, and what was not answered may still be about to start.
        var there = await instances.FindAsync(name, cancellationToken);
        return there switch
        {
            Answer<InstancePayload>.Ok { Value: var found } when !InstanceReading.IsStopped(found) => null,
            Answer<InstancePayload>.Ok when fault.Kind is not FaultKind.Ambiguous => fault,
            Answer<InstancePayload>.Ok { Value: var found } when InstanceReading.HasEnded(found) => null,
            _ => fault with { Kind = FaultKind.Ambiguous },
        };
    }

    /// <summary>Of one that runs already there is nothing to do.</summary>
    private async Task<Fault?> BootAsync(string name, CancellationToken cancellationToken)
    {
        var there = await instances.FindAsync(name, cancellationToken);
        if (!there.Has(out var found, out var unseen))
        {
            return unseen.Fault;
        }
        return InstanceReading.IsStopped(found) ? await StartAsync(name, cancellationToken) : null;
    }

    /// <summary>
    /// Marked only afterwards: a mark without a runner would be believed, a runner without a mark is started again,
    /// which changes nothing.
    /// </summary>
    private async Task<Fault?> LaunchAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await instances.ExecAsync(name, StartCommand, ExecLimit, cancellationToken);
        if (!answer.Has(out var code, out var refused))
        {
            return refused.Fault with { Kind = FaultKind.Ambiguous };
        }
        if (code != 0)
        {
            return new Fault(
                FaultKind.Transient, $"systemd in virtual machine {name} did not start the runner ({code}).");
        }
        var marked = await instances.MarkAsync(name, InstanceReading.ServedKey, "1", cancellationToken);
        return marked.Has(out _, out var unmarked) ? null : unmarked.Fault with { Kind = FaultKind.Ambiguous };
    }
}
