using Microsoft.Data.Sqlite;
using Paddock.Core.Facts;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

/// <summary>Short words for what many tests do.</summary>
internal static class Shell
{
    public static void Run(this SqliteConnection shell, string sql)
    {
        using var command = shell.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(this SqliteConnection shell, string sql)
    {
        using var command = shell.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }

    /// <summary>One report, committed.</summary>
    public static void Store(this SqliteCore core, params Observation[] facts)
    {
        core.Begin();
        core.Observe(new Report(facts), SampleFacts.Start);
        core.Commit();
    }
}
