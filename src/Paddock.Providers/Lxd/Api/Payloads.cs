using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Providers.Lxd.Api;

// What the server says, as much of it as is read. https://documentation.ubuntu.com/lxd/en/latest/rest-api/

/// <summary>Around every answer. A failed wait of Incus is an error inside a 200, so <c>Type</c> decides.</summary>
internal sealed record Envelope(
    string? Type, int ErrorCode, string? Error, JsonElement Metadata, string? Operation)
{
    public bool IsError => Type == "error";
}

internal sealed record OperationPayload(
    string? Id, string? Status, int StatusCode, string? Err, JsonElement Metadata)
{
    private const int Running = 103;
    private const int Pending = 105;

    public bool IsUnderWay => StatusCode is Running or Pending or 100 or 101 or 104;

    public bool IsSuccess => StatusCode == 200;
}

internal sealed record ServerPayload(
    string? Auth, IReadOnlyList<string>? ApiExtensions, EnvironmentPayload? Environment);

internal sealed record EnvironmentPayload(
    string? Server, string? ServerVersion, string? Driver, string? CertificateFingerprint,
    IReadOnlyList<string>? Architectures, string? Firewall, bool ServerClustered);

internal sealed record InstancePayload(
    string Name, string? Status, int StatusCode, string? Type, bool Ephemeral, DateTimeOffset LastUsedAt,
    string? Architecture, Dictionary<string, string>? Config);

internal sealed record InstanceBody(
    string Name, string Type, bool Ephemeral, string Description, IReadOnlyList<string> Profiles,
    IReadOnlyDictionary<string, string> Config,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Devices, SourceBody Source);

internal sealed record SourceBody(string Type)
{
    public string? Fingerprint { get; init; }

    public string? Alias { get; init; }

    public string? Mode { get; init; }

    public string? Server { get; init; }

    public string? Protocol { get; init; }

    public string? Certificate { get; init; }

    public string? Name { get; init; }

    public string? ImageType { get; init; }
}

internal sealed record StateBody(string Action, int Timeout, bool Force);

internal sealed record ConfigBody(IReadOnlyDictionary<string, string> Config);

internal sealed record ExecBody(
    IReadOnlyList<string> Command, [property: JsonPropertyName("record-output")] bool RecordOutput,
    [property: JsonPropertyName("wait-for-websocket")] bool WaitForWebsocket)
{
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}

/// <summary>Does the server delete it when it has stopped?</summary>
internal sealed record EphemeralBody(bool Ephemeral);

internal sealed record AliasPayload(string? Name, string? Target, string? Type);

internal sealed record AliasBody(string Name, string Target, string Description);

internal sealed record ImagePayload(
    string Fingerprint, string? Type, string? Architecture, Dictionary<string, string>? Properties,
    DateTimeOffset CreatedAt, IReadOnlyList<AliasPayload>? Aliases, long Size);

internal sealed record ImageBody(SourceBody Source)
{
    public bool? AutoUpdate { get; init; }

    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    public string? CompressionAlgorithm { get; init; }

    public IReadOnlyList<AliasNameBody>? Aliases { get; init; }

    public bool Public { get; init; }
}

internal sealed record AliasNameBody(string Name);

internal sealed record ProfilePayload(
    string? Description, Dictionary<string, string>? Config, Dictionary<string, Dictionary<string, string>>? Devices);

internal sealed record ProfileBody(
    string Name, string Description, IReadOnlyDictionary<string, string> Config,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Devices);

internal sealed record NetworkPayload(string? Name, bool Managed, string? Type, Dictionary<string, string>? Config);

internal sealed record AclPayload(string? Description, IReadOnlyList<AclRule>? Egress);

internal sealed record AclBody(
    string Name, string Description, IReadOnlyList<AclRule> Egress, IReadOnlyList<AclRule> Ingress,
    IReadOnlyDictionary<string, string> Config);

internal sealed record AclRule(string Action, string State)
{
    public string? Destination { get; init; }

    public string? Protocol { get; init; }

    [JsonPropertyName("destination_port")]
    public string? DestinationPort { get; init; }

    public string? Description { get; init; }
}

internal sealed record PoolPayload(string? Name, string? Driver);

internal sealed record PoolResourcesPayload(SpacePayload? Space);

internal sealed record SpacePayload(long Used, long Total);

internal sealed record ResourcesPayload(CpuPayload? Cpu, MemoryPayload? Memory);

internal sealed record CpuPayload(int Total);

internal sealed record MemoryPayload(long Total, long Used);

internal sealed record CertificateBody(string Type, string Name)
{
    /// <summary>A token, or the server's trust password; LXD before 5.21 takes both here.</summary>
    public string? Password { get; init; }

    [JsonPropertyName("trust_token")]
    public string? TrustToken { get; init; }
}

internal sealed record EventPayload(string? Type, string? Project, EventMetadata? Metadata);

internal sealed record EventMetadata(string? Action, string? Source);
