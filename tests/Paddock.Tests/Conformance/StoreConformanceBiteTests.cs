using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

/// <summary>A suite that every store passes proves nothing until it fails one that deserves it.</summary>
public sealed class StoreConformanceBiteTests
{
    public static TheoryData<int> Promises => [.. Enumerable.Range(1, 11)];

    [Theory]
    [MemberData(nameof(Promises))]
    public async Task A_store_that_breaks_a_promise_is_found_out(int promise)
    {
        var failed = new List<int>();
        var everything = new StoreTraits(Restarts: true, Breaks: true);
        foreach (var check in StoreConformance.Checks(everything, _ => Open(promise)))
        {
            try
            {
                await check.RunAsync(TestContext.Current.CancellationToken);
            }
            catch (Exception error) when (error is ConformanceException or StoreFaultException)
            {
                failed.Add(check.Promise);
            }
        }
        failed.ShouldContain(promise);
    }

    private static Task<IStoreTrial> Open(int promise) =>
        Task.FromResult<IStoreTrial>(new BrokenStore(promise, new ManualTime(SampleFacts.Start)));
}
