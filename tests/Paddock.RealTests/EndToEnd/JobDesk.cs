using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Paddock.GitHubStandIn.Control;

namespace Paddock.RealTests.EndToEnd;

/// <summary>
/// Where steps of jobs report that they run, from inside their containers. It knows who ran and how often without
/// asking anybody, and lets jobs go on when the test says so.
/// </summary>
internal sealed class JobDesk : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobDesk(IPAddress address)
    {
        _listener = new TcpListener(address, 0);
        _listener.Start(backlog: 200);
        _ = ServeAsync();
    }

    /// <summary>The words of every step that ran, in order.</summary>
    public IReadOnlyList<string> Reports => [.. _reports];

    /// <summary>A step that reports a word, and goes on.</summary>
    public NewStep Report(string word) => Step($"report {word}");

    /// <summary>A step that reports a word, and goes on after <see cref="Open"/>.</summary>
    public NewStep Hold(string word) => Step($"hold {word}");

    public void Open() => _gate.TrySetResult();

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private NewStep Step(string line) => new(
        $"""
        exec 3<> /dev/tcp/{_listener.LocalEndpoint.ToString()!.Replace(':', '/')}
        echo '{line}' >&3
        read -r reply <&3
        echo "the desk says $reply"
        """);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            if ((await reader.ReadLineAsync(_end.Token))?.Split(' ', 2) is not [var verb, var word])
            {
                return;
            }
            _reports.Enqueue(word);
            if (verb == "hold")
            {
                await _gate.Task.WaitAsync(_end.Token);
            }
            await stream.WriteAsync("welcome\n"u8.ToArray(), _end.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The container is gone, or the test is over.
        }
    }
}
