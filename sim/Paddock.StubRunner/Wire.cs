using System.Globalization;
using System.Net.Http.Headers;
using Paddock.StubRunner.Protocol;

namespace Paddock.StubRunner;

/// <summary>What the listener speaks through, and how it was asked to behave by its environment.</summary>
internal sealed class Wire : IDisposable
{
    private const string DefaultVersion = "2.336.0";

    public Wire(RunnerRoot root, Settings settings, Screen screen, TimeProvider time)
    {
        Version = VersionOf(root);
        RetryInterval = RetryIntervalAsked() ?? TimeSpan.FromSeconds(30);
        Http = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        Http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("GitHubActionsRunner-linux-x64", Version));
        Http.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("RunnerId", settings.AgentId.ToString(CultureInfo.InvariantCulture)));
        Http.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("Pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        Tokens = new TokenSource(Http, settings.Credentials, time);
        Broker = new Broker(new Service(Http, settings.Broker, Tokens), settings, Version);
        Connection = new Connection(Broker, screen, time, RetryInterval);
    }

    /// <summary>Plain numbers, as the real runner has them: what was packed says which.</summary>
    public string Version { get; }

    public HttpClient Http { get; }

    public TokenSource Tokens { get; }

    public Broker Broker { get; }

    public Connection Connection { get; }

    /// <summary>Between tries; the real runner draws 15 to 60 s. Tests ask for less.</summary>
    public TimeSpan RetryInterval { get; }

    public bool TellsDeprecation { get; } = IsSet("ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE");

    public bool TellsResult { get; } = IsSet("ACTIONS_RUNNER_RETURN_JOB_RESULT_FOR_HOSTED");

    public static string VersionOf(RunnerRoot root)
    {
        var file = root.At("bin/.version");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : DefaultVersion;
    }

    public void Dispose() => Http.Dispose();

    private static TimeSpan? RetryIntervalAsked() =>
        double.TryParse(Environment.GetEnvironmentVariable(
            "STUB_RUNNER_RETRY_SECONDS"), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static bool IsSet(string variable) =>
        Environment.GetEnvironmentVariable(variable) is "1" or "true" or "True";
}
