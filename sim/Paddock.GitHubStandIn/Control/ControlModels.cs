using System.Text.Json.Nodes;

namespace Paddock.GitHubStandIn.Control;

// What the control API takes and gives. In JSON all names are in snake case. What may be left out has a setter: the
// source generator gives an init-only property that is missing its type's default instead of the one written here.

public sealed record NewOrganization(string Name);

public sealed record NewRepository(string Owner, string Name)
{
    public bool IsPrivate { get; set; } = true;

    public bool OwnerIsOrganization { get; set; } = true;
}

public sealed record RenamedRepository(string Owner, string Name);

public sealed record RepositoryState(long Id, string FullName);

/// <param name="Scope"><c>orgs/acme</c> or <c>enterprises/acme</c>.</param>
public sealed record NewGroup(string Scope, string Name)
{
    public bool AllowsPublicRepositories { get; set; }

    /// <summary>Ids of the repositories that may use it; null for all.</summary>
    public IReadOnlyList<long>? SelectedRepositories { get; set; }
}

public sealed record GroupState(long Id, string Name);

/// <summary>A GitHub App to be registered.</summary>
/// <param name="PublicKey">The half of its key that GitHub keeps, in PEM.</param>
public sealed record NewApp(string ClientId, string PublicKey)
{
    public string Name { get; set; } = "Paddock of Acme";

    public string Owner { get; set; } = "acme";

    /// <summary>Name to <c>read</c> or <c>write</c>; by default what Paddock needs for an organization.</summary>
    public IReadOnlyDictionary<string, string> Permissions { get; set; } = new Dictionary<string, string>
    {
        ["organization_self_hosted_runners"] = "write", ["actions"] = "read", ["metadata"] = "read",
    };
}

/// <summary>A person's token that is to end now.</summary>
public sealed record RevokedToken(string Value);

/// <summary>What the owner of an App changes on its page. What is null stays as it is.</summary>
public sealed record ChangedApp(string ClientId)
{
    /// <summary>What it asks for; each installation keeps what it was granted.</summary>
    public IReadOnlyDictionary<string, string>? Permissions { get; set; }

    /// <summary>Its own webhook, whole; the scope is not looked at.</summary>
    public StandInHook? Webhook { get; set; }
}

/// <summary>An App to be installed on an account.</summary>
public sealed record NewInstallation(string ClientId, string Owner)
{
    /// <summary>Full names of the repositories chosen; null for all.</summary>
    public IReadOnlyList<string>? Repositories { get; set; }
}

public sealed record InstallationState(long Id);

/// <summary>What an owner grants from now on. Tokens that were made before keep what they have.</summary>
public sealed record GrantedPermissions(IReadOnlyDictionary<string, string> Permissions);

/// <summary>A run to be started.</summary>
/// <param name="Repository">Owner and name, with a slash.</param>
public sealed record NewRun(string Repository, IReadOnlyList<NewJob> Jobs)
{
    public string Workflow { get; set; } = "ci";

    public string Event { get; set; } = "push";

    /// <summary>Whose fork holds what it executes, made at need; null for a run of the repository's own.</summary>
    public string? ForkOwner { get; set; }
}

/// <summary>A job of a new run.</summary>
public sealed record NewJob(string Name, IReadOnlyList<string> Labels)
{
    /// <summary>The <c>group:</c> of <c>runs-on</c>.</summary>
    public string? Group { get; set; }

    /// <summary>Names of jobs of the same run.</summary>
    public IReadOnlyList<string> Needs { get; set; } = [];

    /// <summary>Held until it is approved.</summary>
    public bool IsProtected { get; set; }

    /// <summary>Shell scripts; by default one that greets.</summary>
    public IReadOnlyList<NewStep> Steps { get; set; } = [];
}

/// <summary>One <c>run:</c> step.</summary>
public sealed record NewStep(string Run)
{
    public string Name { get; set; } = "";
}

public sealed record RerunOrder(bool FailedOnly);

public sealed record Outcome(string Conclusion);

/// <summary>Sets what an identity has left, or its limits.</summary>
public sealed record NewLimits(string Login)
{
    public int? Remaining { get; set; }

    public int ResetInSeconds { get; set; } = 3600;

    public int? RequestsPerHourMax { get; set; }

    public int? PointsPerMinuteMax { get; set; }
}

/// <summary>A delivery made by hand, for every hook that wants the event.</summary>
public sealed record RawDelivery(string Event, JsonObject Payload);

public sealed record RunState(
    long Id, string Repository, string Workflow, string Event, int Attempt, string Status, string? Conclusion)
{
    /// <summary>Its jobs that exist by now, of all attempts.</summary>
    public IReadOnlyList<long> Jobs { get; init; } = [];
}

public sealed record JobState(
    long Id, long RunId, string Repository, int Attempt, string Name, IReadOnlyList<string> Labels, string Status,
    string? Conclusion)
{
    public long? RunnerId { get; init; }

    public string? RunnerName { get; init; }

    public DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public IReadOnlyList<StepState> Steps { get; init; } = [];
}

public sealed record StepState(int Number, string Name, string Status, string? Conclusion);

public sealed record RunnerState(
    long Id, string Name, string Scope, long GroupId, IReadOnlyList<string> Labels, bool IsOnline, bool IsBusy,
    string? Version);

public sealed record DeliveryState(long Id, Guid Guid, long HookId, string Event, string? Action, bool IsRedelivery)
{
    /// <summary>Null while it is under way.</summary>
    public string? Status { get; init; }

    public int? StatusCode { get; init; }
}

/// <summary>How often somebody called a route with an outcome. Status 0: the caller got no answer.</summary>
public sealed record RequestCount(string Route, string Caller, int Status, int Count);

/// <summary>Everything at once.</summary>
public sealed record StandInState(
    IReadOnlyList<RunState> Runs,
    IReadOnlyList<JobState> Jobs,
    IReadOnlyList<RunnerState> Runners,
    IReadOnlyList<DeliveryState> Deliveries,
    IReadOnlyList<RequestCount> Requests)
{
    /// <summary>Requests that nothing here serves, as method and path.</summary>
    public IReadOnlyList<string> Unexpected { get; init; } = [];

    /// <summary>Defects of the stand-in itself.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Requests that reached the REST API, whatever became of them.</summary>
    public int CountOf(string route) => Requests.Where(request => request.Route == route).Sum(request => request.Count);
}

public sealed record StepLog(string Name, string Text);

/// <summary>What a runner has uploaded for a job so far.</summary>
public sealed record JobLog(IReadOnlyList<StepLog> Steps)
{
    /// <summary>The whole job's log; null until the runner has uploaded it.</summary>
    public string? Job { get; init; }
}

/// <summary>An answer in one sentence: that it is done, or why not.</summary>
public sealed record ControlDone(string Message);
