using Microsoft.Extensions.Logging;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;
using Paddock.GitHub.Jobs;
using Paddock.GitHub.Tickets;

namespace Paddock.GitHub;

/// <summary>What the connections of one process share.</summary>
internal sealed record Shared(
    GitHubOptions Options, SteadyClock Clock, RateGates Gates, ConditionalCache Cache, ILogger Logger);

/// <summary>A connection at work: its sockets, who it is, and what is asked through it.</summary>
internal sealed class Connection : IDisposable
{
    private readonly RateGates _gates;

    public Connection(GitHubConnection settings, Shared shared)
    {
        Plumbing = new Plumbing(settings, shared);
        _gates = shared.Gates;
        Settings = settings;
        Host = Plumbing.Address.Host;
        Tokens = TokenSources.Of(settings, Plumbing, shared.Clock);
        Api = Plumbing.ClientFor(Tokens);
        AppApi = (Tokens as AppTokenSource)?.AppApi;
        var groups = new RunnerGroups(Api, shared.Clock);
        Tickets = new TicketDesk(Api, groups);
        RegistrationTokens = new TokenDesk(Api, groups, settings.Url);
        Runners = new RunnerRegister(Api);
        Jobs = new JobDesk(Api, Host, shared.Clock);
    }

    public GitHubConnection Settings { get; }

    /// <summary>For who asks without retries, budget and memory.</summary>
    public Plumbing Plumbing { get; }

    public string Host { get; }

    public ITokenSource Tokens { get; }

    public ApiClient Api { get; }

    /// <summary>For what an App asks as itself and not as one of its installations; null without one.</summary>
    public ApiClient? AppApi { get; }

    public TicketDesk Tickets { get; }

    public TokenDesk RegistrationTokens { get; }

    public RunnerRegister Runners { get; }

    public JobDesk Jobs { get; }

    /// <summary>For hosts that are not the API and must not see its token.</summary>
    public HttpMessageInvoker Downloads => Plumbing.Downloads;

    /// <summary>What GitHub allows one of the identities this connection asks as.</summary>
    public RateBudgetView BudgetOf(string identity) => _gates.For(identity).View();

    public void Dispose() => Plumbing.Dispose();
}
