using System.Net.WebSockets;
using System.Text.Json;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// A command in an instance whose output is heard while it runs. Each of its files is a websocket of its own, and it
/// begins when all are there.
/// </summary>
internal sealed class StreamedExec(LxdClient server)
{
    private const string Input = "0";
    private const string Output = "1";

    private static readonly string[] Files = [Input, Output, "2", "control"];

    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(1);

    private readonly Operations _operations = new(server);

    /// <param name="hear">The output's bytes, in the pieces in which they come; errors are not heard.</param>
    /// <returns>Its exit code.</returns>
    public async Task<Answer<int>> RunAsync(
        string path, ExecBody body, Action<ReadOnlyMemory<byte>> hear, TimeSpan limit,
        CancellationToken cancellationToken)
    {
        var call = ServerCall.Post(path, LxdClient.Json(body, LxdJson.Default.ExecBody));
        var begun = await server.AskAsync(call, cancellationToken);
        if (!begun.Has(out var envelope, out var refused))
        {
            return refused.To<int>();
        }
        var operation = envelope.Operation ?? "";
        var sockets = new Dictionary<string, WebSocket>();
        using var late = new CancellationTokenSource(limit, server.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await OpenAsync(envelope, operation, sockets, both.Token) is { } fault
                ? new Answer<int>.Refused(fault)
                : await ListenAsync(sockets, hear, both.Token) is { } broken
                    ? new Answer<int>.Refused(broken)
                    : CodeOf(await _operations.EndAsync(call, operation, EndLimit, both.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer<int>.Refused(new Fault(
                FaultKind.Fatal, $"It ran for longer than {limit.TotalMinutes:0} minutes."));
        }
        finally
        {
            foreach (var socket in sockets.Values)
            {
                socket.Dispose();
            }
        }
    }

    public static Answer<int> CodeOf(Answer<OperationPayload> ended)
    {
        if (!ended.Has(out var operation, out var refused))
        {
            return refused.To<int>();
        }
        return operation.Metadata.ValueKind == JsonValueKind.Object
            && operation.Metadata.TryGetProperty("return", out var code)
            && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number)
                ? new Answer<int>.Ok(number)
                : new Answer<int>.Refused(new Fault(
                    FaultKind.Fatal, "A command has ended, and the server does not say with which exit code."));
    }

    private async Task<Fault?> OpenAsync(
        Envelope envelope, string operation, Dictionary<string, WebSocket> sockets,
        CancellationToken cancellationToken)
    {
        // {"metadata": {"fds": {"0": "<secret>", …}}}
        if (envelope.Metadata.ValueKind != JsonValueKind.Object
            || !envelope.Metadata.TryGetProperty("metadata", out var metadata)
            || !metadata.TryGetProperty("fds", out var secrets))
        {
            return new Fault(FaultKind.Fatal, $"{server.Flavor.Name} does not say where a command's output is heard.");
        }
        foreach (var file in Files.Where(file => secrets.TryGetProperty(file, out _)))
        {
            var secret = secrets.GetProperty(file).GetString() ?? "";
            var answer = await server.ListenAsync(
                $"{operation}/websocket?secret={Uri.EscapeDataString(secret)}", cancellationToken);
            if (!answer.Has(out var socket, out var refused))
            {
                return refused.Fault;
            }
            sockets[file] = socket;
        }
        return null;
    }

    private static async Task<Fault?> ListenAsync(
        Dictionary<string, WebSocket> sockets, Action<ReadOnlyMemory<byte>> hear, CancellationToken cancellationToken)
    {
        try
        {
            // An empty frame is the end of a file, in both directions.
            await sockets[Input].SendAsync(
                ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            await Task.WhenAll(sockets.Where(pair => pair.Key is not Input and not "control").Select(pair => DrainAsync(
                pair.Value, pair.Key == Output ? hear : static _ => { }, cancellationToken)));
            return null;
        }
        catch (WebSocketException failure)
        {
            return new Fault(
                FaultKind.Transient, $"The connection with the command broke: {Plain.Line(failure.Message)}");
        }
    }

    /// <summary>The server waits for the socket's end before it calls the command ended.</summary>
    private static async Task DrainAsync(
        WebSocket socket, Action<ReadOnlyMemory<byte>> hear, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (got.MessageType != WebSocketMessageType.Binary)
            {
                socket.Abort();
                return;
            }
            hear(buffer.AsMemory(0, got.Count));
        }
    }
}
