using Paddock.Demo.Parts;

namespace Paddock.Demo;

/// <summary>How the demonstration is to be given.</summary>
internal sealed record DemoOptions
{
    /// <summary>Short jobs and small bursts: the same story in a third of the time.</summary>
    public bool IsFast { get; init; }

    /// <summary>One line for each thing that happens, instead of a picture that changes in place.</summary>
    public bool IsPlain { get; init; }

    public bool HasColour { get; init; }

    /// <summary>The packed stub runner.</summary>
    public required string RunnerArchive { get; init; }

    /// <summary>The Paddock that is shown.</summary>
    public string Program { get; init; } = PaddockProcess.Program;

    /// <summary>Null where jobs run in processes.</summary>
    public DockerPlace? Docker { get; init; }
}
