using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Docker.Api;

/// <summary>
/// One Docker Engine: typed requests in, answers out, every failure a value. Throws only
/// <see cref="OperationCanceledException"/> for the caller's token.
/// </summary>
internal sealed class EngineClient(HttpMessageInvoker http, EngineAddress address, TimeProvider time)
{
    /// <summary>
    /// No single version works everywhere: Debian 12's engine speaks at most 1.41, and 29.0 refuses below 1.44. What we
    /// use has not changed between these two.
    /// </summary>
    private static readonly Version VersionMax = new(1, 47);

    private static readonly Version VersionMin = new(1, 40);

    private readonly Exchange _exchange = new(http, address.Base, address.Words, time);
    private Version? _version;

    public TimeProvider Time => time;

    /// <summary>
    /// Asks the engine which versions it speaks; learned anew after a broken connection, for it may be another.
    /// </summary>
    public async Task<Answer<Version>> VersionAsync(CancellationToken cancellationToken)
    {
        if (_version is { } known)
        {
            return new Answer<Version>.Ok(known);
        }
        var answer = await SendAsync(ServerCall.Get("/_ping"), "", ReadVersionAsync, cancellationToken);
        _version = answer is Answer<Version>.Ok ok ? ok.Value : null;
        return answer;
    }

    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(ServerCall.Get(path), (response, token) => ParseAsync(response, type, token), cancellationToken);

    public Task<Answer<T>> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return AskAsync(
            ServerCall.Post(path, content), (response, token) => ParseAsync(response, type, token), cancellationToken);
    }

    /// <summary>For calls whose success says all there is to say.</summary>
    public Task<Answer<Nothing>> DoAsync(ServerCall call, CancellationToken cancellationToken) =>
        AskAsync(
            call, static (_, _) => Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Ok(default)),
            cancellationToken);

    /// <summary>Reads the answer's body while it comes. The call's limit holds for all of it.</summary>
    public async Task<Answer<T>> AskAsync<T>(
        ServerCall call, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read,
        CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        return version.Has(out var spoken, out var refused)
            ? await SendAsync(call, $"/v{spoken}", read, cancellationToken)
            : refused.To<T>();
    }

    private async Task<Answer<T>> SendAsync<T>(
        ServerCall call, string prefix, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read,
        CancellationToken cancellationToken)
    {
        var answer = await _exchange.SendAsync(
            call with { Path = prefix + call.Path },
            async (response, token) => IsSuccess(response.StatusCode)
                ? await read(response, token)
                : new Answer<T>.Refused(await FaultReader.ReadAsync(response, token), response.StatusCode),
            cancellationToken);
        if (answer is Answer<T>.Refused { Status: null })
        {
            _version = null;
        }
        return answer;
    }

    /// <summary>304 says that a start or stop had nothing left to do.</summary>
    private static bool IsSuccess(HttpStatusCode status) => (int)status is (>= 200 and < 300) or 304;

    private static async Task<Answer<T>> ParseAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var value = await JsonSerializer.DeserializeAsync(body, type, cancellationToken);
        return value is null ? throw new JsonException("It is null.") : new Answer<T>.Ok(value);
    }

    private Task<Answer<Version>> ReadVersionAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var said = response.Headers.TryGetValues("Api-Version", out var values) ? values.First() : "";
        Answer<Version> answer = Version.TryParse(said, out var newest) && newest >= VersionMin
            ? new Answer<Version>.Ok(newest < VersionMax ? newest : VersionMax)
            : new Answer<Version>.Refused(new Fault(
                FaultKind.Fatal,
                $"{address.Host} speaks version '{Plain.Line(said)}' of the Engine API; {VersionMin} is the oldest "
                + "that will do (Docker 19.03). Update the engine."));
        return Task.FromResult(answer);
    }
}
