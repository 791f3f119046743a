using System.Net;
using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn;

/// <summary>How to start a <see cref="StandInServer"/>. Everything has a default that suits a test.</summary>
public sealed record StandInOptions
{
    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>Where to listen. Containers reach only what is not loopback.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [IPAddress.Loopback];

    /// <summary>
    /// The address runners are told, for example <c>http://172.17.0.1:8090</c>; by default the one that is bound first.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Who may call the REST API.</summary>
    public IReadOnlyList<StandInToken> Tokens { get; init; } = [StandInToken.Admin];

    /// <summary>Hooks that exist from the start.</summary>
    public IReadOnlyList<StandInHook> Hooks { get; init; } = [];

    /// <summary>Runner archives to offer in the downloads list.</summary>
    public IReadOnlyList<StandInArchive> Archives { get; init; } = [];

    /// <summary>
    /// Draws every choice and every id; by default from the clock, so that no two starts share an id.
    /// </summary>
    public int? Seed { get; init; }

    public ModelTimes Times { get; init; } = new();

    public RateRules Rates { get; init; } = new();

    /// <summary>How long a listener's request for news is held; GitHub holds it for about 50 s.</summary>
    public TimeSpan PollHold { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How long a hook's receiver may take (GitHub docs, "Best practices for using webhooks").</summary>
    public TimeSpan DeliveryLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Asks runners to acknowledge a job before they acquire it, as GitHub has begun to do in 2026.</summary>
    public bool AsksForAcknowledgement { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>A token of the REST API. One of the two kinds of rights is set.</summary>
/// <param name="Login">Whose token it is: all tokens of a login share one rate limit.</param>
public sealed record StandInToken(string Value, string Login)
{
    /// <summary>May do everything.</summary>
    public static StandInToken Admin { get; } = new("ghp_standinadmin", "monalisa")
    {
        Scopes = ["repo", "admin:org", "admin:org_hook", "admin:repo_hook", "manage_runners:enterprise"],
    };

    /// <summary>Scopes of a classic token; null for a fine-grained one.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Permissions of a fine-grained token: name to <c>read</c> or <c>write</c>.</summary>
    public IReadOnlyDictionary<string, string>? Permissions { get; init; }

    /// <summary>Full names of the repositories it sees; null for all.</summary>
    public IReadOnlyList<string>? Repositories { get; init; }

    /// <summary>Whose things alone it reaches, for the token of an App's installation; null for a person's.</summary>
    public string? InstalledOn { get; init; }
}

/// <summary>A hook that exists from the start.</summary>
/// <param name="Scope">
/// <c>repos/acme/app</c>, <c>orgs/acme</c>, or <c>app</c> for an App's own: told of everything until there is an App,
/// and from then on of what its installations may see.
/// </param>
public sealed record StandInHook(string Scope, Uri Url, string? Secret)
{
    public IReadOnlyList<string> Events { get; init; } = ["workflow_job"];

    /// <summary><c>json</c> or <c>form</c>.</summary>
    public string ContentType { get; init; } = "json";

    internal HookSettings ToSettings() =>
        new(Url.ToString()) { Secret = Secret, ContentType = ContentType, Events = Events };
}

/// <summary>A runner archive on this disk, offered for download.</summary>
/// <param name="Os">GitHub's word: <c>linux</c>.</param>
/// <param name="Architecture">GitHub's word: <c>x64</c>.</param>
public sealed record StandInArchive(string Path, string Version, string Os = "linux", string Architecture = "x64")
{
    /// <summary>An archive that is named as GitHub names them.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static StandInArchive At(string path) => System.IO.Path.GetFileName(path).Split('-') switch
    {
        ["actions", "runner", var os, var architecture, var rest] when rest.EndsWith(
            ".tar.gz", StringComparison.Ordinal) =>
            new StandInArchive(path, rest[..^".tar.gz".Length], os, architecture),
        _ => throw new ArgumentException($"{path} is not named like actions-runner-linux-x64-2.336.0.tar.gz."),
    };

    public string FileName => $"actions-runner-{Os}-{Architecture}-{Version}.tar.gz";
}
