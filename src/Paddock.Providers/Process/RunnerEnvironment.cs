namespace Paddock.Providers.Process;

/// <summary>
/// What a runner sees of Paddock's environment. A list of what may pass, not of what may not: tokens come under names
/// that nobody thought of.
/// </summary>
internal static class RunnerEnvironment
{
    /// <summary>
    /// Names the machine a process belongs to. Jobs inherit it, so a process that has left its group and lost its
    /// parents is still known (<see cref="MachineProcesses"/>). It holds a path and no secret.
    /// </summary>
    public const string Mark = "PADDOCK_MACHINE";

    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR",
        "http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
    ];

    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static Dictionary<string, string> Of(
        IReadOnlyDictionary<string, string> ours, IReadOnlyDictionary<string, string> configured, string folder)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = DefaultPath };
        foreach (var (name, value) in ours)
        {
            if (Passed.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal))
            {
                environment[name] = value;
            }
        }
        foreach (var (name, value) in configured)
        {
            environment[name] = value;
        }

        // With the trap run.sh passes a signal on to its runner (decision D24); without it the runner would be killed
        // in the middle of its goodbye. The runner refuses to run as root unless it is told that this is meant.
        environment["RUNNER_MANUALLY_TRAP_SIG"] = "1";
        environment["RUNNER_ALLOW_RUNASROOT"] = "1";
        environment[Mark] = folder;
        return environment;
    }
}
