using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>
/// One GitHub as one connection sees it: typed requests in, answers out, every failure a value. Throws only
/// <see cref="OperationCanceledException"/> for the caller's token.
/// </summary>
internal sealed class ApiClient(
    ApiAddress address, HttpMessageInvoker pipeline, ITokenSource tokens, ConditionalCache cache, FaultReader faults)
{
    /// <summary>A hundred thousand entries. What still goes on is a loop of links.</summary>
    private const int PagesMax = 1_000;

    private static readonly ProductInfoHeaderValue Product =
        new("paddock", typeof(ApiClient).Assembly.GetName().Version?.ToString(3));

    public string Host => address.Host;

    /// <summary>An Enterprise Server, which its owner updates, and not GitHub's own site.</summary>
    public bool MayBeOld => !address.IsGitHubs;

    public bool IsSecure => address.Base.Scheme == Uri.UriSchemeHttps;

    /// <summary>What GitHub wants to see on every request. Without a User-Agent it refuses.</summary>
    public static void Introduce(HttpRequestMessage request)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        request.Headers.UserAgent.Add(Product);
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
    }

    public static bool IsRepeatable(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Delete;

    public Task<Answer<T>> GetAsync<T>(
        ApiCall call, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : notnull =>
        GetAsync(call, address.Resolve(path), type, cancellationToken);

    /// <summary>All pages of a list, in GitHub's order. A refusal is the last element.</summary>
    public async IAsyncEnumerable<Answer<T>> PagesAsync<T>(
        ApiCall call, string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        var next = address.Resolve(path);
        for (var page = 0; next is not null; page++)
        {
            var answer = page < PagesMax
                ? await GetAsync(call, next, type, cancellationToken)
                : new Answer<T>.Refused(new Fault(FaultKind.Fatal, $"The list has more than {PagesMax} pages."));
            yield return answer;
            next = (answer as Answer<T>.Ok)?.Next;
        }
    }

    /// <summary>All entries of a list, or a refusal; never a part.</summary>
    public async Task<Answer<IReadOnlyList<TItem>>> ListAsync<TPage, TItem>(
        ApiCall call, string path, JsonTypeInfo<TPage> type, Func<TPage, IReadOnlyList<TItem>?> itemsOf,
        CancellationToken cancellationToken) where TPage : notnull
    {
        var items = new List<TItem>();
        await foreach (var answer in PagesAsync(call, path, type, cancellationToken))
        {
            if (!answer.Has(out var page, out var refused))
            {
                return refused.To<IReadOnlyList<TItem>>();
            }
            items.AddRange(itemsOf(page) ?? []);
        }
        return new Answer<IReadOnlyList<TItem>>.Ok(items);
    }

    public Task<Answer<T>> PostAsync<TBody, T>(
        ApiCall call, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type,
        CancellationToken cancellationToken) where T : notnull =>
        WriteAsync(call, HttpMethod.Post, path, Content(body, bodyType), type, cancellationToken);

    public Task<Answer<T>> PatchAsync<TBody, T>(
        ApiCall call, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type,
        CancellationToken cancellationToken) where T : notnull =>
        WriteAsync(call, HttpMethod.Patch, path, Content(body, bodyType), type, cancellationToken);

    /// <summary>A request that is all in its address.</summary>
    public async Task<Answer<T>> PostAsync<T>(
        ApiCall call, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : notnull
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Resolve(path));
        return await SendAsync(call, request, (response, _) => Parse(response, type), cancellationToken);
    }

    /// <summary>A request that is all in its address, and whose answer has nothing in it.</summary>
    public async Task<Answer<Nothing>> PostAsync(ApiCall call, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Resolve(path));
        return await SendAsync(call, request, static (_, _) => new Answer<Nothing>.Ok(default), cancellationToken);
    }

    public async Task<Answer<Nothing>> DeleteAsync(ApiCall call, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, address.Resolve(path));
        return await SendAsync(call, request, static (_, _) => new Answer<Nothing>.Ok(default), cancellationToken);
    }

    private async Task<Answer<T>> WriteAsync<T>(
        ApiCall call, HttpMethod method, string path, HttpContent content, JsonTypeInfo<T> type,
        CancellationToken cancellationToken) where T : notnull
    {
        using var request = new HttpRequestMessage(method, address.Resolve(path)) { Content = content };
        return await SendAsync(call, request, (response, _) => Parse(response, type), cancellationToken);
    }

    /// <summary>Bytes in memory, because a redirect sends them a second time.</summary>
    private static ByteArrayContent Content<TBody>(TBody body, JsonTypeInfo<TBody> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }

    private async Task<Answer<T>> GetAsync<T>(
        ApiCall call, Uri uri, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : notnull
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await SendAsync(
            call, request, (response, identity) => Page(call, uri, identity, response, type), cancellationToken);
    }

    private async Task<Answer<T>> SendAsync<T>(
        ApiCall call, HttpRequestMessage request, Func<HttpResponseMessage, string, Answer<T>> read,
        CancellationToken cancellationToken)
    {
        var reply = await tokens.GetAsync(call.Scope, cancellationToken);
        if (reply is not TokenReply.Granted { Token: var token })
        {
            return new Answer<T>.Refused(((TokenReply.Refused)reply).Fault);
        }
        var method = request.Method;
        var remembered = call.Remember ? cache.Find(token.Identity, request.RequestUri!) : null;
        Prepare(request, new RequestState(call, token), remembered);
        try
        {
            using var response = await pipeline.SendAsync(request, cancellationToken);
            var isUnchanged = response.StatusCode == HttpStatusCode.NotModified;
            call.Tally?.Note(token.Identity, remembered is not null, isUnchanged);
            if (isUnchanged && remembered?.Value is T value)
            {
                return new Answer<T>.Ok(value, remembered.Next);
            }
            return response.IsSuccessStatusCode ? read(response, token.Identity) : Refuse<T>(method, response);
        }
        catch (CallFailedException failed)
        {
            // What is safe to repeat has no unknown outcome, only a late one.
            return new Answer<T>.Refused(IsRepeatable(method) ? failed.Fault.AsCertain() : failed.Fault);
        }
    }

    private static void Prepare(HttpRequestMessage request, RequestState state, RememberedAnswer? remembered)
    {
        state.AttachTo(request);
        Introduce(request);
        if (remembered is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", remembered.ETag);
        }
    }

    private Answer<T>.Refused Refuse<T>(HttpMethod method, HttpResponseMessage response)
    {
        var said = GitHubError.Of(response).Message;
        return new Answer<T>.Refused(faults.Read(method, response, said), response.StatusCode, said);
    }

    private Answer<T> Page<T>(
        ApiCall call, Uri uri, string identity, HttpResponseMessage response, JsonTypeInfo<T> type) where T : notnull
    {
        var next = PageLink.Next(response, uri);
        if (next is not null && !address.IsOwn(next))
        {
            return new Answer<T>.Refused(new Fault(
                FaultKind.Fatal, $"The list of {Host} goes on at {Plain.Line(next.Authority)}, a foreign host."));
        }
        var answer = Parse(response, type);
        if (!answer.Has(out var value, out _))
        {
            return answer;
        }
        if (call.Remember && response.Headers.TryGetValues("ETag", out var tags))
        {
            var bytes = response.Content.Headers.ContentLength ?? 0;
            cache.Put(identity, uri, new RememberedAnswer(tags.First(), value, next, bytes));
        }
        return new Answer<T>.Ok(value, next);
    }

    /// <summary>
    /// A success that cannot be read is not a success: a POST has done something nobody can tell, anything else
    /// contradicts the protocol.
    /// </summary>
    private Answer<T> Parse<T>(HttpResponseMessage response, JsonTypeInfo<T> type) where T : notnull
    {
        try
        {
            using var body = response.Content.ReadAsStream();
            return JsonSerializer.Deserialize(body, type) is { } value
                ? new Answer<T>.Ok(value)
                : Unreadable<T>(response, "it is null");
        }
        catch (JsonException unreadable)
        {
            return Unreadable<T>(response, $"at {unreadable.Path ?? "its start"}");
        }
    }

    private Answer<T>.Refused Unreadable<T>(HttpResponseMessage response, string where)
    {
        var kind = IsRepeatable(response.RequestMessage!.Method) ? FaultKind.Fatal : FaultKind.Ambiguous;
        return new Answer<T>.Refused(
            new Fault(kind, $"The answer of {Host} cannot be read ({Plain.Line(where)})."), response.StatusCode);
    }
}
