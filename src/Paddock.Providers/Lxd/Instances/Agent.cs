using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>The server's agent in a virtual machine: before it answers nothing can be put in or run there.</summary>
internal sealed class Agent(InstanceCalls instances, LxdSettings settings, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Null when it answers.</summary>
    public async Task<Fault?> AwaitAsync(string name, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var answer = await instances.PullAsync(name, "/etc/passwd", cancellationToken);
            if (answer is not Answer<FilePayload>.Refused { Fault: var fault })
            {
                return null;
            }
            if (await EndOfAsync(name, cancellationToken) is { } end)
            {
                return end;
            }
            if (time.GetElapsedTime(began) >= settings.AgentLimit)
            {
                return new Fault(
                    FaultKind.Transient,
                    $"The agent in virtual machine {name} did not answer within {settings.AgentLimit.TotalSeconds:0} s "
                    + $"({fault.Message}). Its image needs the {settings.Flavor.Name} agent.");
            }
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>An agent of what does not run any more need not be waited for.</summary>
    private async Task<Fault?> EndOfAsync(string name, CancellationToken cancellationToken)
    {
        var there = await instances.FindAsync(name, cancellationToken);
        return there switch
        {
            Answer<InstancePayload>.Refused { IsAbsent: true, Fault: var fault } => fault,
            Answer<InstancePayload>.Ok { Value: var found } when InstanceReading.IsStopped(found) => new Fault(
                FaultKind.Transient, $"Virtual machine {name} ended before its agent answered."),
            _ => null,
        };
    }
}
