using System.Net;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Hooks;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Deliveries;

/// <summary>
/// The delivery log of our hook at one place, and how far we are in it (GitHub docs, "Handling failed webhook
/// deliveries"). The log is kept for three days and holds what was sent, so a delivery nobody received can be read
/// back: with the right to read alone, and while nothing here can be reached. Not for two threads at once.
/// </summary>
internal sealed class DeliveryLog(Connection connection, HookHome home)
{
    /// <summary>
    /// After so long in the queue GitHub drops a job, so nothing older can announce one that waits.
    /// </summary>
    private static readonly TimeSpan FirstWindow = TimeSpan.FromHours(24);

    /// <summary>
    /// The log is written late and not in order (docs: within minutes), so what was not there in one round may be
    /// older than what was.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Going back ten minutes every ten seconds would be sixty pages for one; what is late by more than this waits for
    /// the next round that goes back all the way.
    /// </summary>
    private static readonly TimeSpan ShortOverlap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongRoundEvery = TimeSpan.FromMinutes(5);

    private const int PagesMax = 100;

    /// <summary>A day of a large organization is hundreds of pages, and reading them would eat its hour.</summary>
    private const int FirstPagesMax = 10;

    /// <summary>Deliveries read back in one round, each a request; the rest is for the next.</summary>
    private const int ReadsMax = 300;

    private const int ReadAtOnceMax = 4;

    /// <summary>More than one round can list.</summary>
    private const int RememberedMax = 20_000;

    private readonly HookFinder _hooks = new(home);
    private readonly RecentDeliveries _done = new(RememberedMax);

    /// <summary>Read, and not known to be stored; null for what is no news.</summary>
    private readonly Dictionary<Guid, JobObservation?> _told = [];

    /// <summary>By GitHub's clock, so that ours may be wrong.</summary>
    private DateTimeOffset? _readUpTo;

    private DateTimeOffset _lastLongRound;

    private ApiCall Call => ApiCall.ForSweep(home.Scope);

    /// <summary>Everything that was read and is not stored yet.</summary>
    public IEnumerable<JobObservation> News => _told.Values.OfType<JobObservation>();

    /// <summary>All news so far is stored.</summary>
    public void Acknowledge()
    {
        foreach (var delivery in _told.Keys)
        {
            _done.Add(delivery);
        }
        _told.Clear();
    }

    /// <summary>
    /// One round. Returns the first thing that is wrong; what was read before it is news all the same.
    /// </summary>
    public async Task<Fault?> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fault = await FollowAsync(now, cancellationToken);
        return fault is null ? null : fault with { Message = $"{home.Name}: {fault.Message}" };
    }

    private async Task<Fault?> FollowAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!(await _hooks.FindAsync(now, cancellationToken)).Has(out var hook, out var missing))
        {
            return missing.Fault;
        }
        var isFirst = _readUpTo is null;
        var isLong = isFirst || now - _lastLongRound >= LongRoundEvery;
        var since = _readUpTo is { } upTo ? upTo - (isLong ? Overlap : ShortOverlap) : now - FirstWindow;
        var (listed, isWhole, fault) = await ListAsync(
            hook.Id, since, isFirst ? FirstPagesMax : PagesMax, cancellationToken);
        var wanted = Wanted(listed);
        fault = await ReadBackAsync(
            hook.Id, isFirst ? [.. wanted.Take(ReadsMax)] : wanted, now, cancellationToken) ?? fault;
        if (fault is null)
        {
            _readUpTo = listed.Max(entry => entry.DeliveredAt) ?? _readUpTo;
            _lastLongRound = isLong ? now : _lastLongRound;
        }

        // How far the first round looks back is ours to choose, because the sweep has just told of all that waits;
        // later, what is beyond may have been lost.
        return fault ?? (isWhole || isFirst ? hook.Silence : TooLong);
    }

    /// <summary>Newest first, back to <paramref name="since"/> or to where a fault ended it.</summary>
    private async Task<(IReadOnlyList<DeliveryPayload> Listed, bool IsWhole, Fault? Fault)> ListAsync(
        long hook, DateTimeOffset since, int pagesMax, CancellationToken cancellationToken)
    {
        var listed = new List<DeliveryPayload>();
        var pages = 0;
        await foreach (var answer in home.Api.PagesAsync(
            Call, HookPaths.Deliveries(home.LogOf(hook)), GitHubJson.Default.DeliveryPayloadArray, cancellationToken))
        {
            if (!answer.Has(out var page, out var refused))
            {
                if (refused.Status == HttpStatusCode.NotFound)
                {
                    _hooks.Forget();
                }
                return (listed, false, home.Explain(refused).Fault);
            }
            listed.AddRange(page.Where(entry => !(entry.DeliveredAt < since)));
            if (page.Any(entry => entry.DeliveredAt < since))
            {
                break;
            }
            if (++pages == pagesMax)
            {
                return (listed, false, null);
            }
        }
        return (listed, true, null);
    }

    /// <summary>
    /// What is to be read, newest first: the end of a job is then known no later than its beginning, and a round that
    /// is cut short starts no machine for a job that is over.
    /// </summary>
    private List<(Guid Guid, long Id)> Wanted(IReadOnlyList<DeliveryPayload> listed) =>
    [
        .. listed.Where(entry => entry.Event == Jobs.JobEvent.Name && Guid.TryParse(entry.Guid, out _))
            .GroupBy(entry => Guid.Parse(entry.Guid!))
            .Where(attempts => !_done.Contains(attempts.Key) && !_told.ContainsKey(attempts.Key)
                && (connection.Settings.Deliveries == DeliveryMode.Source
                    || !attempts.Any(attempt => attempt.Arrived)))
            .Select(attempts => (attempts.Key, attempts.First().Id)),
    ];

    private async Task<Fault?> ReadBackAsync(
        long hook, List<(Guid Guid, long Id)> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = Math.Min(wanted.Count, ReadsMax);
        var answers = new Answer<FullDeliveryPayload>?[count];
        var isBroken = false;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadAtOnceMax, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                if (Volatile.Read(ref isBroken))
                {
                    return;
                }
                answers[i] = await home.Api.GetAsync(
                    Call with { Remember = false }, HookPaths.Delivery(home.LogOf(hook), wanted[i].Id),
                    GitHubJson.Default.FullDeliveryPayload, token);
                if (answers[i] is Answer<FullDeliveryPayload>.Refused { Status: not HttpStatusCode.NotFound })
                {
                    Volatile.Write(ref isBroken, true);
                }
            });
        return Keep(wanted, answers, now) ?? Left(wanted.Count - count);
    }

    /// <summary>In order, up to the first that could not be read.</summary>
    private Fault? Keep(
        List<(Guid Guid, long Id)> wanted, Answer<FullDeliveryPayload>?[] answers, DateTimeOffset now)
    {
        Fault? told = null;
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i]!.Has(out var delivery, out var refused))
            {
                _told[wanted[i].Guid] = ReadBack.Fact(delivery, now, connection.Host, out var problem);
                told ??= problem.Length == 0 ? null : new Fault(
                    FaultKind.Fatal, $"delivery {wanted[i].Id} cannot be read back ({problem}); the sweep has to do.");
            }
            else if (refused.Status == HttpStatusCode.NotFound)
            {
                // It was listed a moment ago; now its three days are over.
                _told[wanted[i].Guid] = null;
            }
            else
            {
                return refused.Fault;
            }
        }
        return told;
    }

    private static Fault TooLong => new(
        FaultKind.Busy,
        $"since the last round the log got more than {PagesMax} pages; beyond them the sweep has to do.");

    private static Fault? Left(int count) => count <= 0 ? null : new Fault(
        FaultKind.Busy, $"{count} lost deliveries are left for the next rounds: {ReadsMax} are read back in one.");
}
