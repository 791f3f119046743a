using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

/// <summary>
/// A store on trial in the words of the checks: it holds the lease, counts the decisions, reads the journal.
/// </summary>
internal sealed class StoreBench(IStoreTrial trial, CancellationToken token)
{
    /// <summary>Small and odd, so that paging is tried, too.</summary>
    private const int PageEntries = 7;

    public IStoreTrial Trial => trial;

    public IStore Store => trial.Store;

    public CancellationToken Token => token;

    public int Epoch { get; private set; }

    /// <summary>The number of the batch stored last in this epoch.</summary>
    public long Number { get; private set; }

    public async Task LeadAsync()
    {
        var lease = await Store.AcquireAsync(token);
        Expect.That(lease is not null, "The lease was refused although nobody holds it.");
        Epoch = lease!.Epoch;
        Number = 0;
    }

    public Task<Observed> ObserveAsync(params Observation[] facts) => Store.ObserveAsync(new Report(facts), token);

    public Task<Observed> DeliverAsync(Guid delivery, params Observation[] facts) =>
        Store.ObserveAsync(new Report(facts, delivery), token);

    public async Task<IReadOnlyList<bool>> DecideAsync(params DecisionItem[] items)
    {
        var decided = await Store.DecideAsync(new DecisionBatch(Epoch, Number + 1, items), token);
        Expect.That(
            decided.Verdict == BatchVerdict.Stored,
            $"The next batch of the newest epoch was answered {decided.Verdict}.");
        Expect.That(
            decided.Accepted.Count == items.Length,
            $"{items.Length} items were decided, and {decided.Accepted.Count} answers came.");
        Number++;
        return decided.Accepted;
    }

    public static DecisionItem Item(params PlannedFact[] facts) => new(facts);

    /// <summary>A decision that expects nothing of the row's version.</summary>
    public static DecisionItem Item(Decision fact) => Item(new PlannedFact(fact, PlannedFact.AnyVersion));

    /// <summary>Stores one fact of any kind, for which there must be room in the world.</summary>
    public async Task PutAsync(Fact fact)
    {
        if (fact is Observation observation)
        {
            var observed = await ObserveAsync(observation);
            Expect.That(
                observed == new Observed(IsRepeat: false, Changed: 1), $"{fact} is news and was answered {observed}.");
            return;
        }
        var accepted = await DecideAsync(Item((Decision)fact));
        Expect.That(accepted[0], $"{fact} is legal and was dropped.");
    }

    public async Task PutAsync(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
        {
            await PutAsync(fact);
        }
    }

    public Task<Row?> LoadAsync(Subject subject) => Store.LoadAsync(subject, token);

    public async Task<int> VersionOfAsync(Subject subject) => (await LoadAsync(subject))?.Version ?? 0;

    /// <summary>Every entry there is, read page by page.</summary>
    public async Task<IReadOnlyList<JournalEntry>> JournalAsync()
    {
        var all = new List<JournalEntry>();
        while (true)
        {
            var page = await Store.ReadSinceAsync(all.Count == 0 ? 0 : all[^1].Seq, PageEntries, token);
            Expect.That(page.Count <= PageEntries, $"{PageEntries} entries were asked for, and {page.Count} came.");
            all.AddRange(page);
            if (page.Count == 0)
            {
                return all;
            }
        }
    }

    /// <summary>What folding the whole journal gives, by subject.</summary>
    public async Task<IReadOnlyDictionary<Subject, Row>> FoldedAsync()
    {
        var rows = new Dictionary<Subject, Row>();
        foreach (var entry in await JournalAsync())
        {
            var before = rows.GetValueOrDefault(entry.Fact.Subject);
            var after = Fold.Apply(before, entry.Fact);
            Expect.That(
                after is not null && !ReferenceEquals(after, before),
                $"Entry {entry.Seq} changes nothing: {entry.Fact}");
            Expect.That(
                entry.Version == (before?.Version ?? 0) + 1,
                $"Entry {entry.Seq} goes from version {before?.Version ?? 0} to {entry.Version}: {entry.Fact}");
            rows[entry.Fact.Subject] = after! with { Version = entry.Version };
        }
        return rows;
    }
}
