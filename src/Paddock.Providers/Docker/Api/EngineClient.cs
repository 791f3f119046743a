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

    private readonly FaultReader _faults = new(address);
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
        var answer = await SendAsync(EngineCall.Get("/_ping"), "", ReadVersionAsync, cancellationToken);
        _version = answer is Answer<Version>.Ok ok ? ok.Value : null;
        return answer;
    }

    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(EngineCall.Get(path), (response, token) => ParseAsync(response, type, token), cancellationToken);

    public Task<Answer<T>> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return AskAsync(
            EngineCall.Post(path, content), (response, token) => ParseAsync(response, type, token), cancellationToken);
    }

    /// <summary>For calls whose success says all there is to say.</summary>
    public Task<Answer<Nothing>> DoAsync(EngineCall call, CancellationToken cancellationToken) =>
        AskAsync(
            call, static (_, _) => Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Ok(default)),
            cancellationToken);

    /// <summary>Reads the answer's body while it comes. The call's limit holds for all of it.</summary>
    public async Task<Answer<T>> AskAsync<T>(
        EngineCall call, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read,
        CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        return version.Has(out var spoken, out var refused)
            ? await SendAsync(call, $"/v{spoken}", read, cancellationToken)
            : refused.To<T>();
    }

    private async Task<Answer<T>> SendAsync<T>(
        EngineCall call, string prefix, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(call.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(call.Method, new Uri(address.Base, prefix + call.Path));
        request.Content = call.Content;
        if (call.RegistryAuth is { } login)
        {
            request.Headers.Add("X-Registry-Auth", login);
        }
        try
        {
            // Over a stream's length nothing is buffered: logs, events and progress are read as they come.
            using var response = await http.SendAsync(request, both.Token);
            return IsSuccess(response.StatusCode)
                ? await read(response, both.Token)
                : new Answer<T>.Refused(await FaultReader.ReadAsync(response, both.Token), response.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Broken<T>(call, _faults.Late(call));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Broken<T>(call, _faults.Of(failure));
        }
        catch (JsonException unreadable)
        {
            var kind = call.IsRepeatable ? FaultKind.Fatal : FaultKind.Ambiguous;
            return new Answer<T>.Refused(new Fault(
                kind,
                $"The answer of {address.Host} to {call.Method} {call.Path} cannot be read ({unreadable.Path})."));
        }
    }

    /// <summary>304 says that a start or stop had nothing left to do.</summary>
    private static bool IsSuccess(HttpStatusCode status) => (int)status is (>= 200 and < 300) or 304;

    private Answer<T>.Refused Broken<T>(EngineCall call, Fault fault)
    {
        _version = null;
        return new Answer<T>.Refused(call.IsRepeatable ? fault.AsCertain() : fault);
    }

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
