using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.Ports;

namespace Paddock.GitHub.Checks;

/// <summary>Can the host be reached, does it take the credential, and what time is it there?</summary>
internal sealed class ConnectionCheck(Connection connection, Probe probe)
{
    private static readonly TimeSpan SkewWarned = TimeSpan.FromSeconds(5);

    /// <summary>What an App signs is dated back by so much, and refused when it is from the future.</summary>
    private static readonly TimeSpan SkewMost = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, ProbeAnswer> _answers = new(StringComparer.Ordinal);
    private readonly List<CheckFinding> _findings = [];

    private string Place => $"connection {connection.Settings.Name}";

    /// <summary>The scopes GitHub takes the credential for, and everything else that was found.</summary>
    public async Task<(IReadOnlyList<CheckFinding> Findings, IReadOnlyList<ScopeSight> Sights)> RunAsync(
        IReadOnlyList<Scope> scopes, CancellationToken cancellationToken)
    {
        var sights = new List<ScopeSight>();
        foreach (var scope in scopes)
        {
            if (await LookAsync(scope, cancellationToken) is { } sight)
            {
                sights.Add(sight);
            }
        }
        if (scopes.Count == 0)
        {
            Add(CheckLevel.Warning, "No pool has a scope of it, so nothing was asked.", "Remove it, or use it.");
        }
        JudgeClock();
        return ([.. _findings.Distinct()], sights);
    }

    private async Task<ScopeSight?> LookAsync(Scope scope, CancellationToken cancellationToken)
    {
        var reply = await connection.Tokens.GetAsync(scope, cancellationToken);
        if (reply is not TokenReply.Granted { Token: var token })
        {
            Add(Telling(((TokenReply.Refused)reply).Fault));
            return null;
        }
        return await AnswerAsync(token, cancellationToken) is { } answer && Takes(answer, token)
            ? new ScopeSight(scope, token.Identity, answer.Scopes)
            : null;
    }

    /// <summary>One question for each token: a personal one is the same for every scope.</summary>
    private async Task<ProbeAnswer?> AnswerAsync(AccessToken token, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(token.Value.Reveal(), out var known))
        {
            return known;
        }
        var (answer, fault) = await probe.AskAsync(token, cancellationToken);
        if (answer is null)
        {
            Add(Telling(fault!));
            return null;
        }
        return _answers[token.Value.Reveal()] = answer;
    }

    /// <summary>
    /// 404: an Enterprise Server that limits nobody has no such page, and took the credential before.
    /// </summary>
    private bool Takes(ProbeAnswer answer, AccessToken token)
    {
        if (!answer.IsGitHub)
        {
            Add(CheckLevel.Error, $"Whatever answers at {connection.Host} is no GitHub.",
                "Check the connection's url and api_url, and the proxy between.");
            return false;
        }
        if (answer.Status is not (200 or 404))
        {
            Add(CheckLevel.Error, answer.Status == 401
                    ? $"GitHub calls the credential wrong, expired or revoked ({answer.Said})."
                    : $"GitHub answers {answer.Status}: {answer.Said}",
                answer.Status == 401 ? "Put a valid one in its place." : "Try again, and see githubstatus.com.");
            return false;
        }
        Add(CheckLevel.Note, $"GitHub takes the credential: {token.Identity}{Scopes(answer)}.", remedy: null);
        return true;
    }

    private static string Scopes(ProbeAnswer answer) => answer.Scopes switch
    {
        null => "",
        { Count: 0 } => ", a classic token without scopes",
        var scopes => $", with the scopes {string.Join(", ", scopes)}",
    };

    private void JudgeClock()
    {
        var leads = _answers.Values.Where(answer => answer.IsGitHub).Select(answer => answer.Lead);
        if (leads.FirstOrDefault(told => told is not null) is not { } lead || lead.Duration() <= SkewWarned)
        {
            return;
        }
        Add(lead.Duration() > SkewMost ? CheckLevel.Error : CheckLevel.Warning,
            $"This machine's clock is {lead.Duration().TotalSeconds:0} seconds "
            + $"{(lead > TimeSpan.Zero ? "behind" : "ahead of")} GitHub's.",
            "Have it set from the network: timedatectl set-ntp true.");
    }

    /// <summary>A limit passes by itself, and GitHub does answer.</summary>
    private CheckFinding Telling(Fault fault) => new(
        fault.Kind == FaultKind.RateLimited ? CheckLevel.Warning : CheckLevel.Error, Place, fault.Message,
        fault.Kind == FaultKind.Transient
            ? "Check from this machine: the network, the proxy, and the connection's url."
            : null);

    private void Add(CheckLevel level, string message, string? remedy) =>
        Add(new CheckFinding(level, Place, message, remedy));

    private void Add(CheckFinding finding) => _findings.Add(finding);
}
