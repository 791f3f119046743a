namespace Paddock.GitHubModel;

/// <summary>The answer to a JIT registration.</summary>
public abstract record JitReply
{
    public sealed record Created(ModelRunner Runner) : JitReply;

    /// <summary>409: the name exists in this scope.</summary>
    public sealed record NameTaken : JitReply;

    /// <summary>422, with GitHub's text.</summary>
    public sealed record Invalid(string Message) : JitReply;

    /// <summary>404: no such scope, or no such group in it.</summary>
    public sealed record NotFound : JitReply;
}

public enum DeleteRunnerReply
{
    Deleted,
    NotFound,

    /// <summary>422: it runs a job.</summary>
    Busy,
}

public enum SessionReply
{
    Opened,

    /// <summary>The registration is gone.</summary>
    NotRegistered,

    /// <summary>Another session of this runner is alive.</summary>
    Conflict,
}

/// <summary>What a poll brings.</summary>
public abstract record PollReply
{
    public sealed record Nothing : PollReply;

    public sealed record Offer(ModelJob Job) : PollReply;

    public sealed record Cancel(ModelJob Job) : PollReply;

    /// <summary>The registration was removed: the runner cleans up and exits with 0.</summary>
    public sealed record RunnerNotFound : PollReply;

    public sealed record SessionInvalid : PollReply;
}

public enum AcquireReply
{
    Acquired,

    /// <summary>No such request.</summary>
    NotFound,

    /// <summary>Somebody else has it, or it is over.</summary>
    Conflict,
}
