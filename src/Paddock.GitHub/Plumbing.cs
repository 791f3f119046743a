using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Handlers;

namespace Paddock.GitHub;

/// <summary>
/// A connection's sockets and the handlers before them, in their order. Each token source has a chain of its own over
/// the same sockets: an App asks for its tokens by the way on which they are used.
/// </summary>
internal sealed class Plumbing : IDisposable
{
    private readonly GitHubConnection _settings;
    private readonly Shared _shared;
    private readonly AttemptHandler _attempt;
    private readonly List<HttpMessageInvoker> _chains = [];

    public Plumbing(GitHubConnection settings, Shared shared)
    {
        _settings = settings;
        _shared = shared;
        Address = ApiAddress.Of(settings.Url, settings.ApiUrl);
        var roots = settings.CertificateAuthorityFile is { } file ? TrustedRoots.Load(file) : null;
        _attempt = new AttemptHandler(shared.Clock.Time, shared.Options.RequestLimit)
        {
            InnerHandler = Transport.Open(settings, roots, unpacks: true),
        };
        Bare = new HttpMessageInvoker(_attempt);
        Downloads = new HttpMessageInvoker(Transport.Open(settings, roots, unpacks: false));
    }

    public ApiAddress Address { get; }

    /// <summary>One attempt and nothing else, for a question that has no budget yet.</summary>
    public HttpMessageInvoker Bare { get; }

    /// <summary>For hosts that are not the API and must not see its token.</summary>
    public HttpMessageInvoker Downloads { get; }

    public ApiClient ClientFor(ITokenSource tokens)
    {
        var chain = new HttpMessageInvoker(
            Chain(
                new LoggingHandler(_settings.Name, _shared.Clock, _shared.Logger),
                new RedirectHandler(Address),
                new RetryHandler(_shared.Clock),
                new RateGateHandler(_shared.Gates, _shared.Clock, _shared.Logger),
                new AuthenticationHandler(tokens, _shared.Clock),
                _attempt),
            disposeHandler: false);
        _chains.Add(chain);
        return new ApiClient(Address, chain, tokens, _shared.Cache, new FaultReader(_settings.Name, _shared.Clock));
    }

    public void Dispose()
    {
        foreach (var chain in _chains)
        {
            chain.Dispose();
        }
        Bare.Dispose();
        Downloads.Dispose();
    }

    /// <summary>Outermost first.</summary>
    private static DelegatingHandler Chain(params ReadOnlySpan<DelegatingHandler> handlers)
    {
        for (var i = 0; i < handlers.Length - 1; i++)
        {
            handlers[i].InnerHandler = handlers[i + 1];
        }
        return handlers[0];
    }
}
