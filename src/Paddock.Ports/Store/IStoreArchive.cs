using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Ports.Store;

/// <summary>What people ask a store; never on the way of a decision.</summary>
public interface IStoreArchive
{
    /// <summary>
    /// Entries about a subject or related to it, oldest first, at most <paramref name="entriesMax"/> newest ones.
    /// </summary>
    Task<IReadOnlyList<JournalEntry>> StoryAsync(Subject subject, int entriesMax, CancellationToken cancellationToken);

    /// <summary>Rows of one kind, the most recently changed first.</summary>
    /// <param name="isClosedOnly">Without those the planner still looks at: they are in its snapshot.</param>
    Task<IReadOnlyList<Row>> RecentAsync(
        SubjectKind kind, bool isClosedOnly, int rowsMax, CancellationToken cancellationToken);

    /// <summary>
    /// Rows whose key ends in <paramref name="suffix"/> after a slash or as a whole: a job by its id alone.
    /// </summary>
    Task<IReadOnlyList<Row>> FindAsync(SubjectKind kind, string suffix, CancellationToken cancellationToken);
}
