namespace Paddock.Providers.Docker.Api;

/// <summary>The body of <c>POST /containers/create</c>.</summary>
internal sealed record NewContainer
{
    public required string Image { get; init; }

    /// <summary>Null for the image's.</summary>
    public required IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string> Cmd { get; init; } = [];

    public string? Hostname { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    public IReadOnlyList<string> Env { get; init; } = [];

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Seconds between the polite signal and the other one.</summary>
    public int? StopTimeout { get; init; }

    public HealthcheckBody? Healthcheck { get; init; }

    public NewContainerHost? HostConfig { get; init; }
}

internal sealed record NewContainerHost
{
    public bool Init { get; init; }

    public RestartBody RestartPolicy { get; init; } = new("no");

    public long NanoCpus { get; init; }

    public long Memory { get; init; }

    /// <summary>Memory and swap together; equal to <see cref="Memory"/> it means no swap.</summary>
    public long MemorySwap { get; init; }

    public int? PidsLimit { get; init; }

    public IReadOnlyList<string> SecurityOpt { get; init; } = [];

    public string? NetworkMode { get; init; }

    public IReadOnlyList<string> ExtraHosts { get; init; } = [];

    public IReadOnlyList<string> Binds { get; init; } = [];

    public LogBody? LogConfig { get; init; }
}

internal sealed record RestartBody(string Name);

internal sealed record HealthcheckBody(IReadOnlyList<string> Test);

internal sealed record LogBody(string Type, IReadOnlyDictionary<string, string> Config);

/// <summary>The body of <c>POST /commit</c>: what the new image says otherwise than its container did.</summary>
internal sealed record NewImage(IReadOnlyDictionary<string, string> Labels)
{
    public string? User { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }
}
