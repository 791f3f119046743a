using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Paddock.Tests.Support;

/// <summary>Keeps what was logged, by the event's name.</summary>
internal sealed class QueueLogger<T>(ConcurrentQueue<(string Event, string Message)> logged) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        logged.Enqueue((eventId.Name!, formatter(state, exception)));
}
