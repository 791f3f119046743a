using System.Reflection;
using System.Text.Json.Nodes;

namespace Paddock.GitHubStandIn.Http;

/// <summary>
/// One operation of the REST API: where it is and what it asks for. Read from the fixture <c>permissions.json</c>,
/// which was made from GitHub's permission tables; the keys are the operation ids of GitHub's OpenAPI description.
/// </summary>
internal sealed record Operation(string Id, string Method, string Path)
{
    /// <summary>What an App or a fine-grained token needs; null when no such token may call it.</summary>
    public IReadOnlyDictionary<string, string>? Permissions { get; init; }

    /// <summary>The value of <c>X-Accepted-GitHub-Permissions</c>.</summary>
    public string? AcceptedHeader { get; init; }

    /// <summary>The scope a classic token needs for private things.</summary>
    public string? Scope { get; init; }

    /// <summary>The scope a classic token needs for public things.</summary>
    public string? PublicScope { get; init; }

    /// <summary>Only an App itself may ask, by a JWT.</summary>
    public bool IsForApps { get; init; }

    /// <summary>Only an App's installation may ask.</summary>
    public bool IsForInstallations { get; init; }

    public bool IsAnonymous { get; init; }

    public bool PublicNeedsNothing { get; init; }

    public bool IsWrite => Method != "GET";

    public static IReadOnlyDictionary<string, Operation> All { get; } = ReadAll();

    private static Dictionary<string, Operation> ReadAll()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("permissions.json")!;
        var operations = JsonNode.Parse(file)!["operations"]!.AsObject();
        return operations.ToDictionary(entry => entry.Key, entry => Read(entry.Key, entry.Value!.AsObject()));
    }

    private static Operation Read(string id, JsonObject entry) =>
        new(id, (string)entry["method"]!, (string)entry["path"]!)
        {
            Permissions = (entry["fine_grained"] ?? entry["app"])?.AsObject()
                .ToDictionary(wanted => wanted.Key, wanted => (string)wanted.Value!),
            AcceptedHeader = (string?)entry["accepted_header"],
            Scope = (string?)entry["classic"],
            PublicScope = (string?)entry["classic_public"],
            IsForApps = (bool?)entry["jwt"] ?? false,
            IsForInstallations = (bool?)entry["installation_token_only"] ?? false,
            IsAnonymous = (bool?)entry["anonymous"] ?? false,
            PublicNeedsNothing = (bool?)entry["public_needs_nothing"] ?? false,
        };
}
