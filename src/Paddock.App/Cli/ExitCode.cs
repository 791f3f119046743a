namespace Paddock.App.Cli;

/// <summary>What a command's exit code says; <c>docs/reference/cli.md</c> tells people the same.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>It was tried and failed, or a check found something.</summary>
    Failed = 1,

    /// <summary>The command line or the configuration is wrong; nothing was tried.</summary>
    Usage = 2,

    /// <summary>No Paddock answers at the admin address.</summary>
    Unreachable = 3,

    /// <summary>Paddock answers, and knows no such job, runner or pool.</summary>
    NotFound = 4,

    /// <summary>Paddock answers, and wants another token.</summary>
    Refused = 5,

    /// <summary>Ended by Ctrl-C, as shells count it: 128 and the number of SIGINT.</summary>
    Interrupted = 130,
}
