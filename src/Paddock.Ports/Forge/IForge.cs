using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;

namespace Paddock.Ports.Forge;

/// <summary>What to register: the name is decided and stored before this is asked.</summary>
public sealed record TicketRequest(Scope Scope, string Group, RunnerName Name, LabelSet Labels);

/// <summary>The answer to a ticket request.</summary>
public abstract record TicketReply
{
    /// <param name="Registration">
    /// Null when the machine registers itself: there is nothing to remove until it has, and then it is found by name.
    /// </param>
    public sealed record Granted(Registration? Registration, Ticket Ticket) : TicketReply;

    /// <summary>Certainly no registration was made.</summary>
    public sealed record Refused(Fault Fault) : TicketReply;

    /// <summary>
    /// The reply was lost, or the name is taken: there may be a registration whose ticket nobody can read. Never asked
    /// again under this name.
    /// </summary>
    /// <param name="IsAnswer">GitHub has answered, and what it said is of no use.</param>
    public sealed record Lost(string Message, bool IsAnswer = false) : TicketReply;
}

/// <summary>The answer to a removal.</summary>
public abstract record RemoveReply
{
    /// <summary>GitHub removed it now.</summary>
    public sealed record Removed : RemoveReply;

    /// <summary>It is not there, and we are allowed to see the scope, so it is certain.</summary>
    public sealed record NotFound : RemoveReply;

    /// <summary>It runs a job; nothing was changed.</summary>
    public sealed record Busy(string Message) : RemoveReply;

    public sealed record Refused(Fault Fault) : RemoveReply;
}

/// <summary>A runner as GitHub lists it.</summary>
public sealed record ListedRunner(RunnerName Name, Registration Registration, bool Online, bool Busy);

/// <summary>The answer to a look at one runner.</summary>
public abstract record FindReply
{
    public sealed record Found(ListedRunner Runner) : FindReply;

    /// <summary>It is not there, and we are allowed to see the scope, so it is certain.</summary>
    public sealed record NotFound : FindReply;

    public sealed record Refused(Fault Fault) : FindReply;
}

/// <summary>The answer to a list of runners: all of them, or a fault, never a part.</summary>
public abstract record RunnerListReply
{
    public sealed record Complete(IReadOnlyList<ListedRunner> Runners) : RunnerListReply;

    public sealed record Refused(Fault Fault) : RunnerListReply;
}

/// <summary>The answer to a look at one job.</summary>
public abstract record JobReply
{
    /// <summary>How it stands, as a source would report it.</summary>
    public sealed record Found(JobObservation Report) : JobReply;

    /// <summary>Nobody can say: GitHub does not list it (yet), or did not answer.</summary>
    public sealed record Unknown(Fault Fault) : JobReply;
}

/// <summary>The answer to a look at the run of a job.</summary>
public abstract record RunReply
{
    /// <param name="FromFork">Does it execute what another repository holds?</param>
    public sealed record Found(bool FromFork) : RunReply;

    /// <summary>Nobody can say: GitHub does not list it (yet), or did not answer.</summary>
    public sealed record Unknown(Fault Fault) : RunReply;
}

/// <summary>
/// GitHub as the executor and the inventory need it. An implementation promises:
/// <list type="number">
/// <item>Every call returns a reply; it throws only <see cref="OperationCanceledException"/> for the caller's
/// token.</item>
/// <item>A ticket request that may have reached GitHub and was not answered is <c>Lost</c>, never
/// <c>Refused</c>.</item>
/// <item>A name GitHub calls taken is <c>Lost</c>: an earlier request succeeded, or somebody else has it.</item>
/// <item><c>NotFound</c> is certain: the scope was visible with this credential at that moment.</item>
/// <item>A removal of a runner that runs a job changes nothing and answers <c>Busy</c>.</item>
/// <item>A list is complete over all its pages, or <c>Refused</c>.</item>
/// <item>No request is sent for an identity that is known to be limited; the answer is <c>RateLimited</c> at once, with
/// the time it ends.</item>
/// </list>
/// </summary>
public interface IForge
{
    Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken);

    /// <param name="registration">Null when the id was never learned: it is then looked up by name.</param>
    Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken);

    Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken);

    Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken);

    /// <summary>How does this job stand? Asked with the credential of the scope its runner would register in.</summary>
    Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken);

    /// <summary>Where does this job's run come from? No job says so itself.</summary>
    Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken);
}
