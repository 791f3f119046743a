using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.Ports;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// One server: typed requests in, answers out, every failure a value. Throws only
/// <see cref="OperationCanceledException"/> for the caller's token.
/// </summary>
/// <param name="project">What all requests that have a project are about.</param>
internal sealed class LxdClient(
    HttpMessageInvoker http, ServerAddress address, Flavor flavor, string project, TimeProvider time)
{
    private const string Root = "/1.0";

    /// <summary>An answer's text is JSON of a few hundred kilobytes at most; a file of an instance may be any size.
    /// </summary>
    private const int FileBytesMax = 4 * 1024 * 1024;

    /// <summary>A connection that broke without a word is noticed by a ping that nobody answers.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(20);

    private readonly Exchange _exchange = new(http, address.Base, address.Words(flavor), time);
    private readonly FaultReader _faults = new(flavor);

    public TimeProvider Time => time;

    public Flavor Flavor => flavor;

    public string Project => project;

    /// <summary><c>/1.0/instances/x?project=ci</c>, and whatever else the query says.</summary>
    public string PathOf(string path, string query = "") =>
        $"{Root}/{path}?project={Uri.EscapeDataString(project)}{(query.Length == 0 ? "" : "&" + query)}";

    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(ServerCall.Get(path), type, cancellationToken);

    public async Task<Answer<T>> AskAsync<T>(
        ServerCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(call, cancellationToken);
        return answer.Has(out var envelope, out var refused) ? Read(call, envelope.Metadata, type) : refused.To<T>();
    }

    /// <summary>For calls whose success says all there is to say.</summary>
    public async Task<Answer<Nothing>> DoAsync(ServerCall call, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(call, cancellationToken);
        return answer.Has(out _, out var refused)
            ? new Answer<Nothing>.Ok(default)
            : refused.To<Nothing>();
    }

    /// <summary>The envelope of a call that succeeded, or was begun.</summary>
    public async Task<Answer<Envelope>> AskAsync(ServerCall call, CancellationToken cancellationToken)
    {
        var answer = await HearAsync(call, cancellationToken);
        return answer is Answer<Envelope>.Ok { Value: { IsError: true } envelope }
            ? Refusal<Envelope>((HttpStatusCode)envelope.ErrorCode, envelope.Error ?? "")
            : answer;
    }

    /// <summary>The same, and an error in it is told as it is: of a wait it is the operation's and not the call's.
    /// </summary>
    public Task<Answer<Envelope>> HearAsync(ServerCall call, CancellationToken cancellationToken) =>
        SendAsync<Envelope>(call, async (response, token) =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(token);
            var envelope = await JsonSerializer.DeserializeAsync(body, LxdJson.Default.Envelope, token)
                ?? throw new JsonException("It is null.");
            return new Answer<Envelope>.Ok(envelope);
        }, cancellationToken);

    /// <summary>A file of an instance as it is, with the headers that tell of it; refused as absent when there is
    /// none.</summary>
    public Task<Answer<FilePayload>> FileAsync(ServerCall call, CancellationToken cancellationToken) =>
        SendAsync(call, async (response, token) =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(token);
            var buffer = new byte[Math.Min(response.Content.Headers.ContentLength ?? FileBytesMax, FileBytesMax)];
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token);
            return (Answer<FilePayload>)new Answer<FilePayload>.Ok(new FilePayload(
                buffer.AsMemory(0, read), NumberOf(response, "uid"), NumberOf(response, "gid")));
        }, cancellationToken);

    /// <summary>The stream of events. Its faults are those of a call.</summary>
    public async Task<Answer<WebSocket>> ListenAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (AliveEvery, SilenceMax);
        var call = ServerCall.Get(pathAndQuery);
        using var limit = new CancellationTokenSource(call.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(new Uri(address.Events, pathAndQuery), http, both.Token);
            return new Answer<WebSocket>.Ok(socket);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            var fault = failure is OperationCanceledException
                ? _exchange.Faults.Late(call.Limit)
                : _exchange.Faults.Of(failure);
            socket.Dispose();
            return new Answer<WebSocket>.Refused(fault);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static HttpContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public Answer<T>.Refused Refusal<T>(HttpStatusCode status, string said) =>
        new(_faults.Of(status, Plain.Line(said)), status);

    public static Answer<T> Read<T>(ServerCall call, JsonElement metadata, JsonTypeInfo<T> type)
    {
        try
        {
            return metadata.Deserialize(type) is { } value
                ? new Answer<T>.Ok(value)
                : new Answer<T>.Refused(Exchange.Unreadable(call, "it is null"));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return new Answer<T>.Refused(Exchange.Unreadable(call, failure is JsonException json ? json.Path : null));
        }
    }

    private Task<Answer<T>> SendAsync<T>(
        ServerCall call, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read,
        CancellationToken cancellationToken) => _exchange.SendAsync(
            call,
            async (response, token) => response.IsSuccessStatusCode
                ? await read(response, token)
                : await RefuseAsync<T>(response, token),
            cancellationToken);

    private async Task<Answer<T>> RefuseAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var said = response.ReasonPhrase ?? "";
        try
        {
            var envelope = await JsonSerializer.DeserializeAsync(body, LxdJson.Default.Envelope, cancellationToken);
            said = envelope?.Error ?? said;
        }
        catch (JsonException)
        {
            // Something before the server answered, a proxy; its status says enough.
        }
        return Refusal<T>(response.StatusCode, said);
    }

    private int? NumberOf(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(flavor.HeaderPrefix + header, out var values)
        && int.TryParse(values.First(), out var number)
            ? number
            : null;
}

/// <summary>A file or directory of an instance; a directory's content is the server's own answer about it.</summary>
internal sealed record FilePayload(ReadOnlyMemory<byte> Content, int? Uid, int? Gid);
