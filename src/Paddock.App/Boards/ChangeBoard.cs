using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.App.Boards;

/// <summary>What entries of the journal say of machines made and runners that went, each named once.</summary>
internal static class ChangeBoard
{
    public static ChangesReply Of(IReadOnlyList<JournalEntry> entries, bool isWhole) => new(
        Names<MachineCreated>(entries, _ => true),
        Names<RunnerRetired>(entries, _ => true),
        Names<RunnerGone>(entries, gone => gone.End == RunnerEnd.Removed),
        isWhole);

    private static List<string> Names<TFact>(IReadOnlyList<JournalEntry> entries, Func<TFact, bool> counts)
        where TFact : Fact =>
    [
        .. entries.Select(entry => entry.Fact).OfType<TFact>().Where(counts).Select(fact => fact.Subject.Key)
            .Distinct(),
    ];
}
