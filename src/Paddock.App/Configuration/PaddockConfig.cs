using System.Net;
using Microsoft.Extensions.Logging;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.Ports;
using Paddock.Providers;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Configuration;

/// <summary>
/// A configuration after reading and validation: everything has its type and its default, every secret its value.
/// </summary>
public sealed record PaddockConfig
{
    /// <summary>The fleet's id; every resource carries it.</summary>
    public required string Fleet { get; init; }

    public required IReadOnlyList<GitHubConnection> Connections { get; init; }

    public required IReadOnlyList<ProviderSettings> Providers { get; init; }

    public required IReadOnlyList<PoolPolicy> Pools { get; init; }

    /// <summary>Images that Paddock builds.</summary>
    public IReadOnlyList<ImageSettings> Images { get; init; } = [];

    /// <summary>Never more machines than this in the whole fleet.</summary>
    public int? RunnersMax { get; init; }

    /// <summary>Limits on what is scarce behind some labels, over all pools.</summary>
    public IReadOnlyList<LabelLimit> LabelLimits { get; init; } = [];

    /// <summary>Which repositories may use the runners; the first rule that fits counts.</summary>
    public IReadOnlyList<RepositoryRule> Repositories { get; init; } = [];

    /// <summary>Everything Paddock keeps on this disk: database, archives, logs of machines that are gone.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The embedded store's file.</summary>
    public required string StorePath { get; init; }

    /// <summary>How much history it keeps.</summary>
    public StoreRetention Retention { get; init; } = new();

    /// <summary>What a lost webhook costs at most. Null: as suits each connection.</summary>
    public TimeSpan? SweepInterval { get; init; }

    public static readonly TimeSpan CheckIntervalUsual = TimeSpan.FromMinutes(5);

    /// <summary>How often GitHub's runners are listed.</summary>
    public TimeSpan CheckInterval { get; init; } = CheckIntervalUsual;

    public required ListenConfig Listen { get; init; }

    public LogConfig Log { get; init; } = new();

    /// <summary>Every value with its origin, defaults included.</summary>
    public IReadOnlyList<ConfigValue> Values { get; init; } = [];

    /// <summary>Is the file looked at now and then, and a change taken without being asked?</summary>
    public bool ReloadOnChange { get; init; }

    public string ArchiveDirectory => Path.Combine(StateDirectory, "archives");

    public string DiagnosesDirectory => Path.Combine(StateDirectory, "logs");

    public string ProviderDirectory(ProviderSettings provider) =>
        Path.Combine(StateDirectory, "providers", provider.Name.Value);

    /// <summary>What the planner may know: the same, without secrets and addresses.</summary>
    public FleetPolicy ToPolicy(FleetIdentity identity) => new()
    {
        Identity = identity,
        Connections = [.. Connections.Select(connection => new ConnectionPolicy(connection.Name, connection.Host))],
        Providers =
        [
            .. Providers.Select(provider => new ProviderPolicy(
                provider.Name, provider.Kind, provider.Traits.HoldsBlanks, provider.Traits.Settle, provider.StartsMax)
            {
                RunnersMax = provider.RunnersMax,
            }),
        ],
        Pools = Pools,
        RunnersMax = RunnersMax,
        LabelLimits = LabelLimits,
        Text = ConfigValues.Text(Values),
        Repositories = Repositories,
    };
}

/// <summary>Where Paddock listens. Each part is on its own address, so that a firewall can tell them apart.</summary>
public sealed record ListenConfig
{
    /// <summary>
    /// For GitHub: <c>/webhook</c>, <c>/webhook/{connection}</c>, <c>/livez</c>, <c>/readyz</c>. Null: none.
    /// </summary>
    public IPEndPoint? Public { get; init; }

    /// <summary>The admin API and the dashboard on a unix socket, mode 0600.</summary>
    public required string AdminSocket { get; init; }

    /// <summary>
    /// The same over TCP, behind <see cref="AdminToken"/> even on loopback (decision D19). Null: none.
    /// </summary>
    public IPEndPoint? AdminTcp { get; init; }

    public Secret? AdminToken { get; init; }

    /// <summary>
    /// Networks of runners beside those the providers tell: nothing gets from them to <see cref="AdminTcp"/>. Null
    /// where the operator has said nothing about it; then what a provider cannot tell keeps everybody out.
    /// </summary>
    public IReadOnlyList<IPNetwork>? RunnerNetworks { get; init; }

    /// <summary>
    /// For Prometheus and probes: <c>/metrics</c>, <c>/livez</c>, <c>/readyz</c>, without a token. Null: none.
    /// </summary>
    public IPEndPoint? Metrics { get; init; }
}

/// <summary>What is logged, to standard error.</summary>
public sealed record LogConfig(LogLevel Level = LogLevel.Information, LogFormat Format = LogFormat.Text);

public enum LogFormat
{
    Text,
    Json,
}
