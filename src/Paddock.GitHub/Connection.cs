using Microsoft.Extensions.Logging;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Handlers;
using Paddock.GitHub.Http.Rates;
using Paddock.GitHub.Tickets;

namespace Paddock.GitHub;

/// <summary>What the connections of one process share.</summary>
internal sealed record Shared(
    GitHubOptions Options, SteadyClock Clock, RateGates Gates, ConditionalCache Cache, ILogger Logger);

/// <summary>A connection at work: its sockets, its handlers in their order, and what is asked through it.</summary>
internal sealed class Connection : IDisposable
{
    private readonly HttpMessageInvoker _bare;
    private readonly HttpMessageInvoker _pipeline;

    public Connection(GitHubConnection settings, Shared shared)
    {
        var address = ApiAddress.Of(settings.Url, settings.ApiUrl);
        var roots = settings.CertificateAuthorityFile is { } file ? TrustedRoots.Load(file) : null;
        var attempt = new AttemptHandler(shared.Clock.Time, shared.Options.RequestLimit)
        {
            InnerHandler = Transport.Open(settings, roots, unpacks: true),
        };
        _bare = new HttpMessageInvoker(attempt, disposeHandler: false);
        var tokens = new PersonalTokenSource(
            new TokenText(settings.Credential), new TokenOwner(address, _bare, shared.Clock));
        _pipeline = new HttpMessageInvoker(Chain(
            new LoggingHandler(settings.Name, shared.Clock, shared.Logger),
            new RedirectHandler(address),
            new RetryHandler(shared.Clock),
            new RateGateHandler(shared.Gates, shared.Clock, shared.Logger),
            new AuthenticationHandler(tokens),
            attempt));

        Settings = settings;
        Downloads = new HttpMessageInvoker(Transport.Open(settings, roots, unpacks: false));
        Host = address.Host;
        Api = new ApiClient(address, _pipeline, tokens, shared.Cache, new FaultReader(settings.Name, shared.Clock));
        Tickets = new TicketDesk(Api, new RunnerGroups(Api, shared.Clock));
        Runners = new RunnerRegister(Api);
    }

    public GitHubConnection Settings { get; }

    public string Host { get; }

    public ApiClient Api { get; }

    public TicketDesk Tickets { get; }

    public RunnerRegister Runners { get; }

    /// <summary>For hosts that are not the API and must not see its token.</summary>
    public HttpMessageInvoker Downloads { get; }

    public void Dispose()
    {
        _pipeline.Dispose();
        _bare.Dispose();
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
