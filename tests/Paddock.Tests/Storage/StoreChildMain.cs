using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

/// <summary>
/// Not a test but the child's main, see <see cref="StoreChild"/>. It writes down what it was told is stored, and never
/// ends by itself.
/// </summary>
public sealed class StoreChildMain
{
    private const int Writers = 8;

    /// <summary>For the runner's command line.</summary>
    internal static string Name => $"{typeof(StoreChildMain).FullName}.{nameof(Store_jobs_until_killed)}";

    [Fact(Explicit = true)]
    public async Task Store_jobs_until_killed()
    {
        var directory = Environment.GetEnvironmentVariable(StoreChild.FolderVariable);
        Assert.SkipWhen(directory is null, "Started by the tests that need another process.");
        await using var store = await SqliteStore.OpenAsync(
            new(Path.Combine(directory!, "paddock.db")), new CountingDice(), TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        await using var acknowledged = new FileStream(
            StoreChild.AcknowledgedPath(directory!), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await Task.WhenAll(Enumerable.Range(1, Writers).Select(async writer =>
        {
            for (var id = writer * 1_000_000L; ; id++)
            {
                var report = new Report([SampleFacts.JobQueued(id, 1), SampleFacts.RunnerSeen((int)id, 2)]);
                await store.ObserveAsync(report, CancellationToken.None);
                lock (acknowledged)
                {
                    acknowledged.Write(Encoding.ASCII.GetBytes($"{id}\n"));
                }
            }
        }));
    }
}
