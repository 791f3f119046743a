namespace Paddock.Storage.Schema;

/// <summary>
/// One step of the schema: the SQL that leads from version <paramref name="Version"/> − 1 to it. A step that was
/// released is never edited, because stores that have taken it never take it again; the next change is the next step.
/// </summary>
internal sealed record Migration(int Version, string Sql)
{
    /// <summary>Every step, in order; the last one's number is the schema this build writes.</summary>
    public static IReadOnlyList<Migration> All { get; } = [new(1, Read("001-rows-and-journal.sql"))];

    private static string Read(string name)
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} was not built into the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
