using Paddock.Core.Model;
using Paddock.GitHubModel;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>
/// GitHub's REST side as the engine's door sees it. The ticket names its runner; that is all a machine needs.
/// </summary>
public sealed class SimForge(
    SimGitHub gitHub, SimTime time, SimDice dice, FaultBox faults, SimCalls calls, StartLog starts) : IForge
{
    private static readonly Fault Down = new(FaultKind.Transient, "GitHub answers 503.");
    private static readonly Fault Broken = new(FaultKind.Transient, "The connection broke.");

    public Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        var (place, name) = (PlaceKey.Of(request.Scope).Value, request.Name.Value);
        starts.Ask(place, name);
        return starts.WatchAsync(place, name, reply => reply is TicketReply.Granted, () =>
            calls.CallAsync<TicketReply>(
                calls.DrawFate("ticket", FaultBox.GitHub),
                () => Register(request),
                () => new TicketReply.Refused(Down),
                () => new TicketReply.Lost("The connection broke."),
                dice.Seconds(0, 20), cancellationToken));
    }

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        calls.CallAsync<RemoveReply>(
            calls.DrawFate("removal", FaultBox.GitHub),
            () => Remove(scope, name, registration),
            () => new RemoveReply.Refused(Down),
            () => new RemoveReply.Refused(Broken),
            dice.Seconds(0, 20), cancellationToken);

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        calls.CallAsync<FindReply>(
            calls.DrawFate("look", FaultBox.GitHub),
            () => Find(scope, name, registration) is { } runner
                ? new FindReply.Found(Listed(runner)) : new FindReply.NotFound(),
            () => new FindReply.Refused(Down),
            () => new FindReply.Refused(Broken),
            TimeSpan.Zero, cancellationToken);

    public Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        // GitHub's lists may be a minute old: what is answered is what was so when the look was drawn.
        var stale = faults.Strikes("list stale", faults.Rates.ListStale)
            ? new RunnerListReply.Complete(ListNow(scope))
            : null;
        var delay = stale is null ? TimeSpan.Zero : dice.Seconds(1, 55);
        var reply = new TaskCompletionSource<RunnerListReply>();
        cancellationToken.Register(() => reply.TrySetCanceled(cancellationToken));
        time.After(delay, () => _ = AnswerAsync());
        return reply.Task;

        async Task AnswerAsync() => reply.TrySetResult(await calls.CallAsync(
            calls.DrawFate("list", FaultBox.GitHub),
            () => stale ?? (RunnerListReply)new RunnerListReply.Complete(ListNow(scope)),
            () => new RunnerListReply.Refused(Down),
            () => new RunnerListReply.Refused(Broken),
            TimeSpan.Zero, CancellationToken.None));
    }

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        calls.CallAsync<JobReply>(
            calls.DrawFate("job look", FaultBox.GitHub),
            () => gitHub.Model.Job(job.Key.Id) is { } found
                ? new JobReply.Found(gitHub.Observe(found, time.True, job.Details.FromFork))
                : new JobReply.Unknown(new Fault(FaultKind.NotFound, "No such job.")),
            () => new JobReply.Unknown(Down),
            () => new JobReply.Unknown(Broken),
            TimeSpan.Zero, cancellationToken);

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        calls.CallAsync<RunReply>(
            calls.DrawFate("run look", FaultBox.GitHub),
            () => gitHub.Model.Run(job.Details.RunId) is { } run
                ? new RunReply.Found(run.IsFromFork)
                : new RunReply.Unknown(new Fault(FaultKind.NotFound, "No such run.")),
            () => new RunReply.Unknown(Down),
            () => new RunReply.Unknown(Broken),
            TimeSpan.Zero, cancellationToken);

    private TicketReply Register(TicketRequest request)
    {
        var reply = gitHub.Model.Register(Path(request.Scope), request.Name.Value, 1, request.Labels.Texts, time.True);
        gitHub.Settle();
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
        gitHub.Remove(runner.Id, runner.Name);
        return new RemoveReply.Removed();
    }

    /// <summary>Looking by number shows the name, so one that is somebody else's is looked up anew.</summary>
    private ModelRunner? Find(Scope scope, RunnerName name, Registration? registration) =>
        Numbered(scope, registration) is { } runner && runner.Name == name.Value ? runner : Named(scope, name);

    private ModelRunner? Numbered(Scope scope, Registration? registration) =>
        gitHub.Model.RunnersOf(Path(scope)).FirstOrDefault(runner => runner.Id == registration?.Id);

    private ModelRunner? Named(Scope scope, RunnerName name) =>
        gitHub.Model.RunnersOf(Path(scope)).FirstOrDefault(runner => runner.Name == name.Value);

    private List<ListedRunner> ListNow(Scope scope) => [.. gitHub.Model.RunnersOf(Path(scope)).Select(Listed)];

    private static ListedRunner Listed(ModelRunner runner) =>
        new(RunnerName.Of(runner.Name), new Registration(runner.Id), runner.IsOnline, runner.IsBusy);

    public static string Path(Scope scope) => scope.Kind switch
    {
        ScopeKind.Repository => $"repos/{scope.Path}",
        ScopeKind.Organization => $"orgs/{scope.Path}",
        _ => $"enterprises/{scope.Path}",
    };
}
