using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

/// <summary>One new, empty store for one check, and the levers to try it with.</summary>
public interface IStoreTrial : IAsyncDisposable
{
    IStore Store { get; }

    /// <summary>Lets the store's clock run on.</summary>
    void Advance(TimeSpan by);

    /// <summary>Closes the store and opens what it left behind; <see cref="Store"/> is then the new one.</summary>
    Task RestartAsync(CancellationToken cancellationToken);

    /// <summary>From here on the store cannot write: its disk is full, its server gone.</summary>
    Task BreakAsync(CancellationToken cancellationToken);

    Task HealAsync(CancellationToken cancellationToken);
}
