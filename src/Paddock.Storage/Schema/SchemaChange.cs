namespace Paddock.Storage.Schema;

/// <summary>What opening did to the schema. <paramref name="CopyPath"/> holds the database as it was before.</summary>
public sealed record SchemaChange(int From, int To, string? CopyPath);
