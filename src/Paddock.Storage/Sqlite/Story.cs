using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The entries about one subject, folded as they are read. What it gives is known only from a version 1 on: the
/// journal's beginning is forgotten in time. A version 1 in the middle is a subject that came back after its closed row
/// was forgotten.
/// </summary>
internal sealed class Story(string kind, string key)
{
    public string Kind { get; } = kind;

    public string Key { get; } = key;

    public string Name => $"{Kind} {Key}";

    /// <summary>The last entry's number and version; zero before the first.</summary>
    public long Seq { get; private set; }

    public int Version { get; private set; }

    /// <summary>The row so far; null while it is not known.</summary>
    public Row? Row { get; private set; }

    /// <summary>Takes the next entry; returns what is wrong with it, if anything.</summary>
    public string? Add(JournalEntry entry)
    {
        var problem = Fault(entry);
        var isKnown = entry.Version == 1 || Row is not null;
        var next = isKnown ? Fold.Apply(entry.Version == 1 ? null : Row, entry.Fact) : null;
        if (isKnown && problem is null && (next is null || ReferenceEquals(next, Row)))
        {
            problem = $"Journal entry {entry.Seq} changes nothing in {Name}.";
        }
        Row = next is null ? null : next with { Version = entry.Version };
        (Seq, Version) = (entry.Seq, entry.Version);
        return problem;
    }

    /// <summary>An entry could not be read: from here on nothing is known until the subject begins anew.</summary>
    public void Lose(int version)
    {
        Row = null;
        Version = version;
    }

    private string? Fault(JournalEntry entry)
    {
        var isRestart = entry.Version == 1 && Seq > 0;
        if (isRestart && Row is { IsOpen: true })
        {
            return $"{Name} begins anew at journal entry {entry.Seq} although it was open.";
        }
        return Seq > 0 && !isRestart && entry.Version != Version + 1
            ? $"{Name} goes from version {Version} to {entry.Version} at journal entry {entry.Seq}."
            : null;
    }
}
