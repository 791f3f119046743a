namespace Paddock.StubRunner;

/// <summary>The listener's exit codes, as <c>run-helper.sh</c> reads them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Not configured, refused, too old: starting again would not help.</summary>
    public const int Terminated = 1;

    /// <summary>Starting again may help.</summary>
    public const int Retryable = 2;

    public const int SessionConflict = 5;

    /// <summary>
    /// Too old, for those who ask to be told (<c>ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE</c>).
    /// </summary>
    public const int VersionDeprecated = 7;

    /// <summary>Ended by SIGTERM, as a shell counts it.</summary>
    public const int TerminatedBySignal = 143;

    /// <summary>
    /// Plus the job's result, for those who ask (<c>ACTIONS_RUNNER_RETURN_JOB_RESULT_FOR_HOSTED</c>).
    /// </summary>
    public const int JobResultFrom = 100;
}
