using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHubModel;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Simulator.World;

/// <summary>
/// GitHub's REST side as the engine's door sees it. The ticket names its runner; that is all a machine needs.
/// </summary>
public sealed class SimForge(SimWorld world, SimDice dice, SimLine line) : IForge
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    private readonly SimGitHub _gitHub = world.GitHub;

    public Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        var (place, name) = (PlaceKey.Of(request.Scope).Value, request.Name.Value);
        return world.Starts.WatchAsync(place, name, reply => reply is TicketReply.Granted, () =>
            line.SendAsync(
                new SimRequest<TicketReply>(
                    "ticket", ApiCall.ForTicket(request.Scope), IsWrite: true,
                    () => Register(request), fault => new TicketReply.Refused(fault))
                {
                    Sent = () => world.Starts.Ask(place, name),
                    Broken = () => new TicketReply.Lost("The connection broke."),
                    Late = dice.Seconds(0, 20),
                },
                cancellationToken));
    }

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        line.SendAsync(
            new SimRequest<RemoveReply>(
                "removal", ApiCall.ForRemoval(scope), IsWrite: true,
                () => Remove(scope, name, registration), fault => new RemoveReply.Refused(fault))
            {
                Late = dice.Seconds(0, 20),
            },
            cancellationToken);

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        line.SendAsync(
            new SimRequest<FindReply>(
                "look", ApiCall.ForLook(scope), IsWrite: false,
                () => Find(scope, name, registration) is { } runner
                    ? new FindReply.Found(Listed(runner)) : new FindReply.NotFound(),
                fault => new FindReply.Refused(fault)),
            cancellationToken);

    public async Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        // GitHub's lists may be a minute old: what is answered is what was so when the look was drawn.
        List<ListedRunner>? stale = null;
        if (world.Faults.Strikes("list stale", world.Faults.Rates.ListStale))
        {
            stale = ListNow(scope);
            await world.Time.PassAsync(dice.Seconds(1, 55), cancellationToken);
        }
        return await line.SendAsync(
            new SimRequest<RunnerListReply>(
                "list", ApiCall.ForLook(scope), IsWrite: false,
                () => new RunnerListReply.Complete(stale ?? ListNow(scope)),
                fault => new RunnerListReply.Refused(fault)),
            cancellationToken);
    }

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        line.SendAsync(
            new SimRequest<JobReply>(
                "job look", ApiCall.ForLook(scope), IsWrite: false,
                () => _gitHub.Model.Job(job.Key.Id) is { } found && !IsTooEarly(found.CreatedAt)
                    ? new JobReply.Found(_gitHub.Observe(found, world.Time.True, job.Details.FromFork))
                    : new JobReply.Unknown(new Fault(FaultKind.NotFound, "No such job.")),
                fault => new JobReply.Unknown(fault)),
            cancellationToken);

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        line.SendAsync(
            new SimRequest<RunReply>(
                "run look", ApiCall.ForLook(scope), IsWrite: false,
                () => _gitHub.Model.Run(job.Details.RunId) is { } run && !IsTooEarly(run.CreatedAt)
                    ? new RunReply.Found(run.IsFromFork)
                    : new RunReply.Unknown(new Fault(FaultKind.NotFound, "No such run.")),
                fault => new RunReply.Unknown(fault)),
            cancellationToken);

    /// <summary>GitHub shows by its API what its webhooks have told seconds before.</summary>
    private bool IsTooEarly(DateTimeOffset createdAt) => world.Time.True - createdAt < Lag
        && world.Faults.Strikes("looked too early", world.Faults.Rates.LookTooEarly);

    private TicketReply Register(TicketRequest request)
    {
        if (world.Faults.Strikes("ticket conflict", world.Faults.Rates.TicketConflict))
        {
            return new TicketReply.Lost("The name is taken.");
        }
        var reply = _gitHub.Model.Register(
            Path(request.Scope), request.Name.Value, 1, request.Labels.Texts, world.Time.True);
        _gitHub.Settle();
        return reply switch
        {
            JitReply.Created { Runner: var runner } => new TicketReply.Granted(
                new Registration(runner.Id), new Ticket([new TicketFile(".runner", new Secret(runner.Name))])),
            JitReply.NameTaken => new TicketReply.Lost("The name is taken."),
            JitReply.NotFound => new TicketReply.Refused(new Fault(FaultKind.NotFound, "No such scope.")),
            _ => new TicketReply.Refused(new Fault(FaultKind.InvalidSpec, "Invalid request.")),
        };
    }

    /// <summary>
    /// As the product's own door does it: GitHub deletes by number and asks for no name, and only where there is
    /// nothing of that number the name is looked up. A wrong number hits whoever bears it.
    /// </summary>
    private RemoveReply Remove(Scope scope, RunnerName name, Registration? registration)
    {
        if ((Numbered(scope, registration) ?? Named(scope, name)) is not { } runner)
        {
            return new RemoveReply.NotFound();
        }
        if (runner.IsBusy)
        {
            return new RemoveReply.Busy("still running a job");
        }
        _gitHub.Remove(runner.Id, runner.Name);
        return new RemoveReply.Removed();
    }

    /// <summary>Looking by number shows the name, so one that is somebody else's is looked up anew.</summary>
    private ModelRunner? Find(Scope scope, RunnerName name, Registration? registration) =>
        Numbered(scope, registration) is { } runner && runner.Name == name.Value ? runner : Named(scope, name);

    private ModelRunner? Numbered(Scope scope, Registration? registration) =>
        _gitHub.Model.RunnersOf(Path(scope)).FirstOrDefault(runner => runner.Id == registration?.Id);

    private ModelRunner? Named(Scope scope, RunnerName name) =>
        _gitHub.Model.RunnersOf(Path(scope)).FirstOrDefault(runner => runner.Name == name.Value);

    private List<ListedRunner> ListNow(Scope scope) => [.. _gitHub.Model.RunnersOf(Path(scope)).Select(Listed)];

    private static ListedRunner Listed(ModelRunner runner) =>
        new(RunnerName.Of(runner.Name), new Registration(runner.Id), runner.IsOnline, runner.IsBusy);

    public static string Path(Scope scope) => scope.Kind switch
    {
        ScopeKind.Repository => $"repos/{scope.Path}",
        ScopeKind.Organization => $"orgs/{scope.Path}",
        _ => $"enterprises/{scope.Path}",
    };
}
