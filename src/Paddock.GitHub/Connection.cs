using Microsoft.Extensions.Logging;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;
using Paddock.GitHub.Tickets;

namespace Paddock.GitHub;

/// <summary>What the connections of one process share.</summary>
internal sealed record Shared(
    GitHubOptions Options, SteadyClock Clock, RateGates Gates, ConditionalCache Cache, ILogger Logger);

/// <summary>A connection at work: its sockets, who it is, and what is asked through it.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Plumbing _plumbing;
    private readonly RateGates _gates;

    public Connection(GitHubConnection settings, Shared shared)
    {
        _plumbing = new Plumbing(settings, shared);
        _gates = shared.Gates;
        Settings = settings;
        Host = _plumbing.Address.Host;
        Api = _plumbing.ClientFor(TokenSources.Of(settings, _plumbing, shared.Clock));
        Tickets = new TicketDesk(Api, new RunnerGroups(Api, shared.Clock));
        Runners = new RunnerRegister(Api);
    }

    public GitHubConnection Settings { get; }

    public string Host { get; }

    public ApiClient Api { get; }

    public TicketDesk Tickets { get; }

    public RunnerRegister Runners { get; }

    /// <summary>For hosts that are not the API and must not see its token.</summary>
    public HttpMessageInvoker Downloads => _plumbing.Downloads;

    /// <summary>What GitHub allows one of the identities this connection asks as.</summary>
    public RateBudgetView BudgetOf(string identity) => _gates.For(identity).View();

    public void Dispose() => _plumbing.Dispose();
}
