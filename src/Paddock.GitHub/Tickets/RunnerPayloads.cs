using System.Text.Json.Serialization;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Tickets;

// What GitHub's runner operations take and give (GitHub REST, "Self-hosted runners", "Self-hosted runner groups").

/// <summary>
/// The body of <c>generate-jitconfig</c>. The labels are the runner's complete list: nothing is added.
/// </summary>
internal sealed record JitRequestPayload(string Name, long RunnerGroupId, IReadOnlyList<string> Labels);

internal sealed record JitPayload
{
    public RunnerPayload? Runner { get; init; }

    [JsonConverter(typeof(SecretReader))]
    public Secret? EncodedJitConfig { get; init; }
}

internal sealed record RegistrationTokenPayload
{
    [JsonConverter(typeof(SecretReader))]
    public Secret? Token { get; init; }
}

/// <summary>A runner: <c>offline</c> and busy together mean that its machine died in the middle of a job.</summary>
internal sealed record RunnerPayload
{
    public long Id { get; init; }

    public string? Name { get; init; }

    public string? Status { get; init; }

    public bool Busy { get; init; }
}

internal sealed record RunnerPagePayload
{
    public int TotalCount { get; init; }

    public IReadOnlyList<RunnerPayload>? Runners { get; init; }
}

internal sealed record RunnerGroupPayload
{
    public long Id { get; init; }

    public string? Name { get; init; }

    public bool Default { get; init; }
}

internal sealed record RunnerGroupPagePayload
{
    public IReadOnlyList<RunnerGroupPayload>? RunnerGroups { get; init; }
}
