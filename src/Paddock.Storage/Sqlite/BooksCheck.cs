using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Holds the rows against the journal, subject by subject: every row is what folding its entries gives, as far back as
/// the journal still reaches, and its columns are what its text says.
/// </summary>
internal sealed class BooksCheck(Database database, StoreFindings findings)
{
    public void Run(CancellationToken cancellationToken)
    {
        CheckColumns(cancellationToken);
        CheckStories(cancellationToken);
    }

    private void CheckColumns(CancellationToken cancellationToken)
    {
        using var rows = new Statement(
            database, "SELECT kind, key, version, open, companion_kind, companion_key, body FROM rows");
        rows.Each(line =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            findings.Rows++;
            var name = $"{line.GetString(0)} {line.GetString(1)}";
            if (TryReadRow(line, 6, name) is { } row && !HasColumnsOf(line, row))
            {
                findings.Add($"The columns of {name} do not say what its text says.");
            }
        });
    }

    private static bool HasColumnsOf(SqliteDataReader line, Row row)
    {
        var companion = Ledger.Companion(row);
        return line.GetString(0) == KindNames.Of(row.Subject.Kind)
            && line.GetString(1) == row.Subject.Key
            && line.GetInt32(2) == row.Version
            && line.GetInt32(3) == (row.IsOpen ? 1 : 0)
            && Statement.TextOrNull(line, 4) == KindNames.Of(companion)
            && Statement.TextOrNull(line, 5) == companion?.Key;
    }

    private void CheckStories(CancellationToken cancellationToken)
    {
        using var entries = new Statement(
            database, "SELECT kind, key, seq, version, fact FROM journal ORDER BY kind, key, seq");
        using var row = new Statement(
            database, "SELECT body, changed FROM rows WHERE kind = $kind AND key = $key", "$kind", "$key");
        Story? story = null;
        entries.Each(line =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            findings.Entries++;
            var (kind, key) = (line.GetString(0), line.GetString(1));
            if (story?.Kind != kind || story.Key != key)
            {
                Close(story, row);
                story = new Story(kind, key);
            }
            Read(story, line);
        });
        Close(story, row);
    }

    private void Read(Story story, SqliteDataReader line)
    {
        var (seq, version) = (line.GetInt64(2), line.GetInt32(3));
        try
        {
            var fact = StoreJson.ReadFact(line.GetFieldValue<byte[]>(4));
            if (story.Add(new JournalEntry(seq, version, fact)) is { } problem)
            {
                findings.Add(problem);
            }
        }
        catch (JsonException)
        {
            findings.Add($"Journal entry {seq} ({story.Name}) cannot be read.");
            story.Lose(version);
        }
    }

    /// <summary>Compares the end of a story with the row. A row that was forgotten must have been closed.</summary>
    private void Close(Story? story, Statement load)
    {
        if (story is null)
        {
            return;
        }
        var (row, changed) = load.First(
            line => (TryReadRow(line, 0, story.Name), line.GetInt64(1)), story.Kind, story.Key);
        if (row is null)
        {
            if (story.Row is { IsOpen: true })
            {
                findings.Add($"The journal says that {story.Name} is open, and there is no row.");
            }
            return;
        }
        if (row.Version != story.Version || changed != story.Seq)
        {
            findings.Add(
                $"The row of {story.Name} has version {row.Version}, and its journal ends with {story.Version}.");
        }
        else if (story.Row is not null)
        {
            findings.Refolded++;
            if (!story.Row.Equals(row))
            {
                findings.Add(
                    $"The row of {story.Name} is not what folding its journal gives, by this version's rules.");
            }
        }
    }

    private Row? TryReadRow(SqliteDataReader line, int column, string name)
    {
        try
        {
            return StoreJson.ReadRow(line.GetFieldValue<byte[]>(column));
        }
        catch (JsonException)
        {
            findings.Add($"The row of {name} cannot be read.");
            return null;
        }
    }
}
