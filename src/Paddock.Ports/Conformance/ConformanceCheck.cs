namespace Paddock.Ports.Conformance;

/// <summary>
/// One promise of a contract as something that can be run: against any implementation, without a test framework, so
/// that <c>paddock provider check</c> and the test suite run the same code. Fails by
/// <see cref="ConformanceException"/>.
/// </summary>
/// <param name="Promise">The number of the promise in the contract's documentation.</param>
/// <param name="Name">A sentence that says what must hold.</param>
public sealed record ConformanceCheck(int Promise, string Name, Func<CancellationToken, Task> RunAsync);

/// <summary>An implementation broke a promise; the message says what was expected and what happened.</summary>
public sealed class ConformanceException(string message) : Exception(message);

internal static class Expect
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ConformanceException(otherwise);
        }
    }

    public static TReply Is<TReply>(object reply) =>
        reply is TReply expected
            ? expected
            : throw new ConformanceException($"Expected {typeof(TReply).Name}, got {reply}.");
}
