using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Ports.Conformance;
using Paddock.Simulator.World;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

/// <summary>Every store keeps every promise of <c>IStore</c>, the simulated one included.</summary>
public sealed class StoreConformanceTests
{
    private static readonly Dictionary<string, IReadOnlyList<ConformanceCheck>> Suites = new()
    {
        ["sqlite store in a file"] =
            StoreConformance.Checks(SqliteStoreTrial.Traits, _ => SqliteStoreTrial.OpenAsync()),
        ["sqlite store in memory"] =
            StoreConformance.Checks(MemoryTrial.Traits, async _ => await OpenStoreInMemoryAsync()),
        ["sqlite core in a file"] =
            StoreConformance.Checks(FileCoreTrial.Traits, _ => Task.FromResult<IStoreTrial>(new FileCoreTrial())),
        ["sqlite core in memory"] = StoreConformance.Checks(MemoryTrial.Traits, _ => Task.FromResult<IStoreTrial>(
            MemoryTrial.Of(time => SqliteCore.OpenInMemory(new CountingDice(), time.GetUtcNow())))),
        ["simulated core"] = StoreConformance.Checks(MemoryTrial.Traits, _ => Task.FromResult<IStoreTrial>(
            MemoryTrial.Of(_ => new MemoryCore()))),
    };

    public static TheoryData<string, int, string> Checks()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var (store, checks) in Suites)
        {
            foreach (var check in checks)
            {
                data.Add(store, check.Promise, check.Name);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task A_store_keeps_its_promises(string store, int promise, string name) =>
        await Suites[store].Single(check => check.Promise == promise && check.Name == name)
            .RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void Every_promise_has_a_check() =>
        Suites["sqlite store in a file"].Select(check => check.Promise).Distinct().ShouldBe(Enumerable.Range(1, 11));

    private static async Task<IStoreTrial> OpenStoreInMemoryAsync()
    {
        var time = new ManualTime(SampleFacts.Start);
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(":memory:"), new CountingDice(), time, NullLogger<SqliteStore>.Instance);
        return new MemoryTrial(store, time, store.DisposeAsync);
    }
}
