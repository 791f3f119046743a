namespace Paddock.Storage.Sqlite;

/// <summary>Who may decide, and what was decided last, as the database has it.</summary>
internal sealed record Course(int Epoch, long Number, byte[]? Digest, string? Accepted);
