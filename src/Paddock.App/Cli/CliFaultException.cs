namespace Paddock.App.Cli;

/// <summary>
/// A command cannot do what was asked, for a reason that is no defect of ours: one sentence, what to do about it, and
/// how the process ends.
/// </summary>
internal sealed class CliFaultException(ExitCode code, string message, string? remedy = null, Exception? inner = null)
    : Exception(message, inner)
{
    public ExitCode Code { get; } = code;

    public string? Remedy { get; } = remedy;
}
