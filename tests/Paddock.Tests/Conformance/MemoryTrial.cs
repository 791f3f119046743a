using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

/// <summary>Anything that lives and dies in memory.</summary>
internal sealed class MemoryTrial(IStore store, ManualTime time, Func<ValueTask> dispose) : IStoreTrial
{
    public static StoreTraits Traits => default;

    public static MemoryTrial Of(Func<ManualTime, IStoreCore> open)
    {
        var time = new ManualTime(SampleFacts.Start);
        var core = open(time);
        return new MemoryTrial(new CoreStore(core, time.GetUtcNow), time, () =>
        {
            core.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    public IStore Store => store;

    public void Advance(TimeSpan by) => time.Advance(by);

    public Task RestartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task BreakAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task HealAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => dispose();
}
