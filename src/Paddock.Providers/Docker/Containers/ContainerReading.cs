using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Containers;

/// <summary>A container as a machine: the one place that says what Docker's states mean.</summary>
internal static class ContainerReading
{
    /// <summary>
    /// On what was made to wait for its ticket; without it a created container was meant to start at once.
    /// </summary>
    public const string BlankLabel = "paddock.blank";

    public static ListedMachine Read(ContainerPayload container)
    {
        var (labels, state) = (container.Config.Labels ?? [], container.State);
        var phase = PhaseOf(state, labels);
        int? exitCode = phase is MachinePhase.Finished or MachinePhase.Failed ? state.ExitCode : null;
        return new ListedMachine(
            NameOf(container), phase, exitCode, MessageOf(state, phase), MachineTags.GenerationOf(labels));
    }

    /// <summary>What a list says is enough of one that runs.</summary>
    public static ListedMachine ReadRunning(ContainerLine line) => new(
        MachineName.Of(line.Name), MachinePhase.Running, ExitCode: null,
        Message: "", MachineTags.GenerationOf(line.Labels));

    public static bool IsAlive(string status) => status is "running" or "paused" or "restarting";

    public static bool HasEnded(StatePayload state) =>
        !IsAlive(state.Status) && (state.Status != "created" || HasFailedToStart(state));

    private static MachinePhase PhaseOf(StatePayload state, Dictionary<string, string> labels) => state switch
    {
        _ when IsAlive(state.Status) => MachinePhase.Running,
        _ when HasFailedToStart(state) => MachinePhase.Failed,
        { Status: "created" } => labels.ContainsKey(BlankLabel) ? MachinePhase.Blank : MachinePhase.Creating,
        { IsOutOfMemory: true } or { ExitCode: not 0 } => MachinePhase.Failed,
        _ => MachinePhase.Finished,
    };

    /// <summary>A start that failed leaves it <c>created</c>, with an exit code and an error.</summary>
    private static bool HasFailedToStart(StatePayload state) =>
        state.Status == "created" && (state.ExitCode != 0 || !string.IsNullOrEmpty(state.Error));

    private static string MessageOf(StatePayload state, MachinePhase phase) => phase switch
    {
        MachinePhase.Finished or MachinePhase.Failed when state.IsOutOfMemory =>
            "The kernel killed a process of it: it needed more memory than its limit.",
        MachinePhase.Failed when !string.IsNullOrEmpty(state.Error) => Plain.Line(state.Error),
        MachinePhase.Failed => $"It ended with exit code {state.ExitCode}.",
        _ => "",
    };

    private static MachineName NameOf(ContainerPayload container) =>
        MachineName.Of(container.Name?.TrimStart('/') ?? container.Id);
}
