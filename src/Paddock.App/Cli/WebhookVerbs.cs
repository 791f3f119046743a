using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Hooks;
using Paddock.Ports;

namespace Paddock.App.Cli;

/// <summary>What the verbs of <c>paddock webhook</c> do at one scope.</summary>
internal sealed class WebhookVerbs(HookDesk hooks, GitHubConnection connection, Scope scope)
{
    private const int NotSigned = 401;

    private readonly List<ReportFinding> _findings = [];

    private IEnumerable<Secret> Secrets => connection.WebhookSecrets.Where(secret => !secret.IsEmpty);

    /// <summary>What the findings are about: an App's own webhook is the same for every scope.</summary>
    private string Place => connection.HasAppWebhook ? HookDesk.NameOf(connection) : scope.ToString();

    /// <summary>A remedy for whatever is wrong with a hook.</summary>
    private string SetUp => $"paddock webhook setup --scope {scope} mends it.";

    public async Task<WebhookOutcome> CheckAsync(CancellationToken cancellationToken)
    {
        switch (await hooks.LookAsync(scope, cancellationToken))
        {
            case HookReply.Done { Deed: HookDeed.Absent }:
                return Absent();
            case HookReply.Done done:
                Tell(done, done.Flaws);
                var latest = await hooks.LatestAsync(scope, done.Hook, cancellationToken);
                Judge(latest, ReportFinding.Error);
                return Outcome(done.Hook, "found", Told(latest, whenUnseen: "none yet"));
            case var refused:
                return Refused(refused);
        }
    }

    public async Task<WebhookOutcome> SetUpAsync(CancellationToken cancellationToken)
    {
        var reply = await hooks.SetUpAsync(scope, cancellationToken);
        if (reply is HookReply.Done { Deed: HookDeed.Absent })
        {
            return Absent();
        }
        if (reply is not HookReply.Done done)
        {
            return Refused(reply);
        }
        Tell(done, done.Flaws.Where(flaw => flaw.ByHand is not null));
        var did = done.Deed switch
        {
            HookDeed.Created => "created",
            HookDeed.Repaired => "repaired",
            _ => "unchanged",
        };
        var reach = await hooks.PingAsync(scope, done.Hook, cancellationToken);

        // Whether a secret is the right one GitHub does not tell; that Paddock refuses its signature does.
        if (reach is ReachReply.Logged { Code: NotSigned } && Secrets.FirstOrDefault() is { } secret)
        {
            if (await hooks.RotateAsync(scope, secret, cancellationToken) is HookReply.Refused refused)
            {
                return Refused(refused);
            }
            did = "repaired";
            reach = await hooks.PingAsync(scope, done.Hook, cancellationToken);
        }
        JudgePing(reach, ReportFinding.Warning);
        return Outcome(done.Hook, did, Told(reach, whenUnseen: "not in the log yet"));
    }

    /// <summary>
    /// The ping is the proof that the running Paddock takes the new secret; when it does not, the old one is put back
    /// before jobs are lost.
    /// </summary>
    public async Task<WebhookOutcome> RotateAsync(Secret secret, CancellationToken cancellationToken)
    {
        var reply = await hooks.RotateAsync(scope, secret, cancellationToken);
        if (reply is HookReply.Done { Deed: HookDeed.Absent })
        {
            return Absent();
        }
        if (reply is not HookReply.Done done)
        {
            return Refused(reply);
        }
        var reach = await hooks.PingAsync(scope, done.Hook, cancellationToken);
        var old = Secrets.FirstOrDefault(other => other.Reveal() != secret.Reveal());
        if (reach is not ReachReply.Logged { Code: NotSigned } || old is null)
        {
            JudgePing(reach, ReportFinding.Error);
            return Outcome(done.Hook, "rotated", Told(reach, whenUnseen: "not in the log yet"));
        }
        return await hooks.RotateAsync(scope, old, cancellationToken) is HookReply.Refused refused
            ? Refused(refused)
            : PutBack(done.Hook, reach);
    }

    public async Task<WebhookOutcome> RemoveAsync(CancellationToken cancellationToken) =>
        await hooks.RemoveAsync(scope, cancellationToken) switch
        {
            HookReply.Done { Deed: HookDeed.Absent } => Outcome(null, "absent", null),
            HookReply.Done done => Outcome(done.Hook, "removed", null),
            var refused => Refused(refused),
        };

    private void Tell(HookReply.Done done, IEnumerable<HookFlaw> flaws) => _findings.AddRange(flaws.Select(
        flaw => Finding(
            flaw.IsGrave ? ReportFinding.Error : ReportFinding.Warning,
            $"webhook {done.Hook} {flaw.Text}.", flaw.ByHand ?? SetUp)));

    private WebhookOutcome PutBack(long hook, ReachReply reach)
    {
        _findings.Add(Finding(
            ReportFinding.Error,
            "Paddock refused a ping signed with the new secret, so the other one of the configuration is back.",
            "Restart Paddock: it was started before the new secret was in its configuration. Then say this again."));
        return Outcome(hook, "put back", Told(reach, whenUnseen: ""));
    }

    private WebhookOutcome Absent()
    {
        _findings.Add(connection.HasAppWebhook
            ? Finding(
                ReportFinding.Error, $"The App's own webhook does not send to {connection.WebhookUrl}.",
                HookDesk.RemedyOf(connection))
            : Finding(
                ReportFinding.Error, $"No webhook sends to {connection.WebhookUrl}.",
                SetUp.Replace("mends", "makes")));
        return Outcome(null, "absent", null);
    }

    /// <summary>What only a person can do is no failure: there is nothing to try.</summary>
    private WebhookOutcome Refused(HookReply reply)
    {
        var (fault, isByHand) = (HookReply.Refused)reply;
        _findings.Add(Finding(isByHand ? ReportFinding.Warning : ReportFinding.Error, fault.Message, null));
        return Outcome(null, isByHand ? "by hand" : "refused", null);
    }

    /// <summary>A ping that nobody saw arrive proves nothing either way.</summary>
    private void JudgePing(ReachReply reach, string level)
    {
        Judge(reach, level);
        var unknown = reach switch
        {
            ReachReply.Unseen => "GitHub's log does not show the ping yet",
            ReachReply.Untried => "An App's webhook cannot be pinged, and it has sent nothing yet",
            _ => null,
        };
        if (unknown is not null)
        {
            _findings.Add(Finding(
                ReportFinding.Warning, $"{unknown}, so nothing is known of its arrival.",
                $"Look again in a minute: paddock webhook check --scope {scope}."));
        }
    }

    /// <summary>Where the log is the source, that nobody answers is how it is meant.</summary>
    private void Judge(ReachReply reach, string level)
    {
        switch (reach)
        {
            case ReachReply.Logged { Arrived: false } failed when connection.Deliveries != DeliveryMode.Source:
                _findings.Add(Finding(
                    level, $"GitHub's latest delivery did not arrive: {Told(failed, "")}.", RemedyFor(failed.Code)));
                break;
            case ReachReply.Refused refused:
                _findings.Add(Finding(level, $"the log of deliveries: {refused.Fault.Message}", null));
                break;
        }
    }

    private string RemedyFor(int code) => code switch
    {
        NotSigned => "The secrets differ, or Paddock runs with an older configuration: restart it, then "
            + $"paddock webhook setup --scope {scope}.",
        404 => "Nothing of Paddock is at that path: it ends in /webhook, or in /webhook/ and the connection's name.",
        0 => $"Does Paddock run, and does {connection.WebhookUrl!.Host} lead to it: DNS, firewall, certificate, proxy?",
        _ => "Look at the log of what answered so: Paddock's, or that of a proxy before it.",
    };

    private static string? Told(ReachReply reach, string whenUnseen) => reach switch
    {
        ReachReply.Logged { Code: > 0 } logged when !logged.Status.Contains($"{logged.Code}") =>
            $"{logged.Code} {logged.Status}",
        ReachReply.Logged logged => logged.Status,
        ReachReply.Unseen => whenUnseen,
        ReachReply.Untried => "none yet",
        _ => null,
    };

    private ReportFinding Finding(string level, string message, string? remedy) =>
        new(level, Place, message, remedy);

    private WebhookOutcome Outcome(long? hook, string did, string? delivery) =>
        new(new WebhookLine(Place, hook, did, delivery), _findings);
}
