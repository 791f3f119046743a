using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>An instance as a machine: the one place that says what the server's states mean.</summary>
internal static class InstanceReading
{
    /// <summary>Keys of ours on an instance begin so: only these may hold what the server knows nothing of.</summary>
    public const string KeyPrefix = "user.";

    /// <summary>
    /// On what was made to wait for its ticket; without it one that was never started was meant to start at once.
    /// </summary>
    public const string BlankKey = KeyPrefix + "paddock.blank";

    /// <summary>On a virtual machine whose runner was started: that it runs does not say so.</summary>
    public const string ServedKey = KeyPrefix + "paddock.served";

    private const string VirtualMachine = "virtual-machine";
    private const int Stopped = 102;
    private const int Error = 112;

    /// <param name="result">The runner's exit code, where it is known.</param>
    public static ListedMachine Read(InstancePayload instance, int? result = null)
    {
        var phase = PhaseOf(instance, result);
        var hasEnded = phase is MachinePhase.Finished or MachinePhase.Failed;
        return new ListedMachine(
            MachineName.Of(instance.Name), phase, hasEnded ? result : null, MessageOf(instance, phase, result),
            MachineTags.GenerationOf(instance.Config, KeyPrefix));
    }

    public static InstanceType TypeOf(InstancePayload instance) =>
        instance.Type == VirtualMachine ? InstanceType.VirtualMachine : InstanceType.Container;

    public static bool IsStopped(InstancePayload instance) => instance.StatusCode is Stopped or Error;

    /// <summary>It ran, and does so no more. One that never did has a start in 1970 to show.</summary>
    public static bool HasEnded(InstancePayload instance) => IsStopped(instance) && HasStarted(instance);

    /// <summary>It runs, and what it runs has been put into it.</summary>
    public static bool HasItsTicket(InstancePayload instance) => !IsStopped(instance) && WasServed(instance);

    /// <summary>Of one that has started: was its runner, too?</summary>
    public static bool WasServed(InstancePayload instance) =>
        TypeOf(instance) == InstanceType.Container || instance.Config?.ContainsKey(ServedKey) == true;

    private static bool HasStarted(InstancePayload instance) => instance.LastUsedAt.Year > 1970;

    private static MachinePhase PhaseOf(InstancePayload instance, int? result) => instance switch
    {
        { StatusCode: Error } => MachinePhase.Failed,
        _ when HasItsTicket(instance) => MachinePhase.Running,
        _ when !IsStopped(instance) => MachinePhase.Creating,
        _ when HasStarted(instance) => result is > 0 ? MachinePhase.Failed : MachinePhase.Finished,
        _ => instance.Config?.ContainsKey(BlankKey) == true ? MachinePhase.Blank : MachinePhase.Creating,
    };

    private static string MessageOf(InstancePayload instance, MachinePhase phase, int? result) => phase switch
    {
        MachinePhase.Failed when instance.StatusCode == Error =>
            $"The server says that it is in error ({Plain.Line(instance.Status)}).",
        MachinePhase.Failed => $"Its runner ended with exit code {result}.",
        _ => "",
    };
}
