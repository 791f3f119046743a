using System.Text.Json.Serialization;

namespace Paddock.Providers.Docker.Api;

// Names and meanings are those of the Docker Engine API, versions 1.40 to 1.47.

/// <summary><c>{"message": "No such container: x"}</c>. There are no codes.</summary>
internal sealed record ErrorPayload([property: JsonPropertyName("message")] string? Message);

/// <summary><c>GET /info</c>, as far as capacity and warnings need it.</summary>
internal sealed record InfoPayload
{
    [JsonPropertyName("NCPU")]
    public int Cpus { get; init; }

    [JsonPropertyName("MemTotal")]
    public long MemoryBytes { get; init; }

    public string? DockerRootDir { get; init; }

    /// <summary>False where the kernel's memory controller is missing: a rootless engine without cgroup 2.</summary>
    public bool MemoryLimit { get; init; }

    [JsonPropertyName("OSType")]
    public string? OsType { get; init; }

    /// <summary>Such as <c>name=rootless</c>.</summary>
    public string[]? SecurityOptions { get; init; }
}

/// <summary><c>GET /networks/{name}</c>.</summary>
internal sealed record NetworkPayload
{
    public string? Driver { get; init; }

    [JsonPropertyName("IPAM")]
    public IpamPayload? Ipam { get; init; }
}

/// <summary>Who gives out a network's addresses, and which.</summary>
internal sealed record IpamPayload
{
    /// <summary>Null where somebody else does.</summary>
    public SubnetPayload[]? Config { get; init; }
}

internal sealed record SubnetPayload
{
    public string? Subnet { get; init; }
}

internal sealed record IdPayload(string? Id);

/// <summary><c>GET /containers/{id}/json</c>.</summary>
internal sealed record ContainerPayload
{
    public string Id { get; init; } = "";

    /// <summary>With a leading slash.</summary>
    public string? Name { get; init; }

    public StatePayload State { get; init; } = new();

    public ConfigPayload Config { get; init; } = new();
}

internal sealed record StatePayload
{
    /// <summary>
    /// <c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c>,
    /// <c>dead</c>.
    /// </summary>
    public string Status { get; init; } = "";

    public int ExitCode { get; init; }

    [JsonPropertyName("OOMKilled")]
    public bool IsOutOfMemory { get; init; }

    public string? Error { get; init; }
}

internal sealed record ConfigPayload
{
    public string? User { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public string[]? Entrypoint { get; init; }

    public string[]? Cmd { get; init; }
}

/// <summary><c>POST /containers/{id}/wait</c>.</summary>
internal sealed record WaitPayload(int StatusCode);

/// <summary>One entry of <c>GET /containers/json</c>.</summary>
internal sealed record ContainerLine
{
    public string Id { get; init; } = "";

    /// <summary>Each with a leading slash.</summary>
    public string[]? Names { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public string State { get; init; } = "";

    [JsonPropertyName("ImageID")]
    public string? ImageId { get; init; }

    [JsonIgnore]
    public string Name => Names?.FirstOrDefault()?.TrimStart('/') ?? Id;
}

/// <summary><c>GET /images/{name}/json</c>.</summary>
internal sealed record ImagePayload
{
    public string Id { get; init; } = "";

    /// <summary>Go's words: <c>amd64</c>, <c>arm64</c>.</summary>
    public string? Architecture { get; init; }

    public ConfigPayload? Config { get; init; }
}

/// <summary>One entry of <c>GET /images/json</c>.</summary>
internal sealed record ImageLine
{
    public string Id { get; init; } = "";

    /// <summary>Seconds since 1970.</summary>
    public long Created { get; init; }

    public string[]? RepoTags { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public long Size { get; init; }
}

/// <summary>One object of <c>GET /events</c>.</summary>
internal sealed record EventPayload
{
    public string? Action { get; init; }

    public ActorPayload? Actor { get; init; }
}

internal sealed record ActorPayload
{
    [JsonPropertyName("ID")]
    public string? Id { get; init; }

    public Dictionary<string, string>? Attributes { get; init; }
}

/// <summary>
/// One line of a pull's progress:
/// <c>{"status":"Downloading","progressDetail":{"current":5,"total":9},"id":"a1b2c3d4e5f6"}</c>. A failure in the
/// middle comes under status 200, as such a line.
/// </summary>
internal sealed record PullLine
{
    /// <summary>The layer, shortened; the tag in the first line, and null in lines about the whole.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>Empty where nothing is counted.</summary>
    [JsonPropertyName("progressDetail")]
    public PullDetail? Detail { get; init; }

    [JsonPropertyName("errorDetail")]
    public ErrorPayload? ErrorDetail { get; init; }

    /// <summary>Deprecated with API 1.48, and all that some engines send.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }
}

/// <summary>
/// How far one layer is. Bytes while it is downloaded; what is counted while it is unpacked differs from engine to
/// engine: bytes, or with containerd's store seconds.
/// </summary>
internal sealed record PullDetail
{
    [JsonPropertyName("current")]
    public long Current { get; init; }

    /// <summary>Zero or less where the registry does not tell.</summary>
    [JsonPropertyName("total")]
    public long Total { get; init; }
}

/// <summary>A login as the header <c>X-Registry-Auth</c> carries it.</summary>
internal sealed record RegistryAuth(
    [property: JsonPropertyName("username")] string Username,
    [property: JsonPropertyName("password")] string Password,
    [property: JsonPropertyName("serveraddress")] string ServerAddress)
{
    public override string ToString() => $"{Username} at {ServerAddress}";
}
