using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.App.Boards;

/// <summary>
/// Everything the journal tells about one job: its own entries, its order's, and those of the runners and machines
/// that were born for it or took it.
/// </summary>
internal static class Story
{
    /// <summary>Of one subject; a job that fails to start again and again has many attempts of few entries.</summary>
    private const int EntriesMax = 200;

    /// <summary>Runners and machines whose own stories are read.</summary>
    private const int ActorsMax = 24;

    /// <summary>Lines told at most: the newest.</summary>
    private const int LinesMax = 500;

    public static async Task<IReadOnlyList<StoryLine>> TellAsync(
        IStoreArchive archive, JobRow job, CancellationToken cancellationToken)
    {
        var entries = new SortedDictionary<long, JournalEntry>();
        var actors = new List<Subject>();
        await ReadAsync(Subject.Of(job.Key));
        await ReadAsync(Subject.Of(job.Order));

        // The list grows while it is walked: a runner's plan names its machine.
        for (var i = 0; i < actors.Count && i < ActorsMax; i++)
        {
            await ReadAsync(actors[i]);
        }
        return Lines(entries.Values);

        async Task ReadAsync(Subject subject)
        {
            foreach (var entry in await archive.StoryAsync(subject, EntriesMax, cancellationToken))
            {
                entries[entry.Seq] = entry;
                foreach (var actor in ActorsOf(entry.Fact).Where(actor => !actors.Contains(actor)))
                {
                    actors.Add(actor);
                }
            }
        }
    }

    public static StoryLine Line(JournalEntry entry) => new(
        entry.Seq, entry.Fact.At, KindOf(entry.Fact), entry.Fact.Subject.ToString(), FactText.Of(entry.Fact));

    /// <summary>The fact's name in the journal: its type's, in kebab case.</summary>
    public static string KindOf(Fact fact) => FactText.Kebab(fact.GetType().Name);

    private static List<StoryLine> Lines(IEnumerable<JournalEntry> entries)
    {
        var lines = new List<StoryLine>();
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in entries.Select(Line))
        {
            // A look that finds what the look before found says nothing to a person.
            if (last.GetValueOrDefault(line.Subject) != line.Text)
            {
                lines.Add(line);
                last[line.Subject] = line.Text;
            }
        }
        return lines.Count <= LinesMax ? lines : lines[^LinesMax..];
    }

    private static IEnumerable<Subject> ActorsOf(Fact fact) => fact switch
    {
        RunnerPlanned planned => [Subject.Of(planned.Runner), Subject.Of(planned.Plan.Machine)],
        RunnerBusy busy => [Subject.Of(busy.Runner)],
        RunnerFinished finished => [Subject.Of(finished.Runner)],
        MachineServed served => [Subject.Of(served.Machine)],
        _ => [],
    };
}
