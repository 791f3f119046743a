using Paddock.GitHub.Auth;

namespace Paddock.GitHub.Http;

/// <summary>What the handlers know of a request besides its HTTP content. Lives in the request's options.</summary>
/// <remarks>The token changes when GitHub calls it bad and its source has a newer one.</remarks>
internal sealed class RequestState(ApiCall call, AccessToken token)
{
    private static readonly HttpRequestOptionsKey<RequestState> Key = new("paddock");

    public ApiCall Call { get; } = call;

    public AccessToken Token { get; set; } = token;

    public void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);

    public static RequestState Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var state)
            ? state
            : throw new InvalidOperationException("A request came without its call: it was not made by ApiClient.");
}
