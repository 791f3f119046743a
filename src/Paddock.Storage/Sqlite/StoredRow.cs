using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>A row with the number of its line, which saves the writer a second search.</summary>
internal readonly record struct StoredRow(long Id, Row Row);
