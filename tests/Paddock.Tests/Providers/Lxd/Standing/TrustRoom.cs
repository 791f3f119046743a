using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The certificates of clients: who is trusted, and the ways to become so.</summary>
internal sealed class TrustRoom(Ground ground)
{
    private readonly SortedDictionary<string, Trusted> _store = new(StringComparer.Ordinal);
    private readonly List<Token> _tokens = [];
    private int _count;

    /// <summary>Of the server's own certificate, and where it listens; null while it does not.</summary>
    public (string Fingerprint, string Address)? Listener { get; set; }

    public Caller CallerOf(byte[] certificate)
    {
        var fingerprint = FingerprintOf(certificate);
        return new Caller(
            _store.ContainsKey(fingerprint), fingerprint, certificate, _store.GetValueOrDefault(fingerprint)?.Projects);
    }

    public static string FingerprintOf(byte[] certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate));

    public Reply Answer(Asked asked, string[] rest)
    {
        if (rest is [] && asked.Method == "POST")
        {
            return asked switch
            {
                { Caller.IsTrusted: false } => Join(asked),
                _ when asked.Flag("token") => Invite(asked),
                _ => Add(asked),
            };
        }
        return (asked.Method, rest) switch
        {
            _ when !asked.Caller.IsTrusted => Reply.NotAuthorized,
            ("GET", []) => new Reply.Sync(Json.List(asked, _store.Select(one => (UrlOf(one.Key), ToJson(one.Key))))),
            ("GET", [var one]) when _store.ContainsKey(one) => Reply.Tagged(ToJson(one)),
            ("DELETE", [var one]) when _store.Remove(one) => Reply.Done,
            _ => new Reply.Refused(404, "Certificate not found"),
        };
    }

    /// <summary>A token for somebody who is not trusted yet, as its administrator would copy it.</summary>
    public string Issue(string client, IReadOnlyList<string>? projects) => Encode(NewToken(client, projects));

    private Reply Add(Asked asked)
    {
        var der = Convert.FromBase64String(asked.Text("certificate") ?? "");
        var isRestricted = asked.Flag("restricted");
        return Keep(der, asked.Text("name") ?? "", isRestricted ? asked.Texts("projects") ?? [] : null);
    }

    private Reply Invite(Asked asked)
    {
        if (Listener is null && !ground.Dialect.HasPasswords)
        {
            return new Reply.Refused(400, "Can't issue token when server isn't listening on network");
        }
        var token = NewToken(
            asked.Text("name") ?? "", asked.Flag("restricted") ? asked.Texts("projects") ?? [] : null);
        return new Reply.Begun(token.Operation);
    }

    /// <summary>Somebody whose certificate only TLS has shown yet.</summary>
    private Reply Join(Asked asked)
    {
        if (asked.Caller.Certificate is not { } certificate)
        {
            return new Reply.Refused(400, "No client certificate provided");
        }
        var word = asked.Text(ground.Dialect.TrustKey) ?? "";
        if (ground.Dialect.HasPasswords && word == ground.Options.TrustPassword)
        {
            return Keep(certificate, asked.Text("name") ?? "", projects: null);
        }
        if (SecretOf(word) is not { } secret)
        {
            return Reply.NotAuthorized;
        }
        var token = _tokens.Find(one => one.Secret == secret && one.Operation.EndedAt is null);
        if (token is null)
        {
            return new Reply.Refused(403, "No matching certificate add operation found");
        }
        ground.Operations.End(token.Operation, Outcome.Success);
        return Keep(certificate, token.Client, token.Projects);
    }

    private Reply Keep(byte[] certificate, string name, IReadOnlyList<string>? projects)
    {
        var fingerprint = FingerprintOf(certificate);
        return _store.TryAdd(fingerprint, new Trusted(name, projects))
            ? new Reply.Made(UrlOf(fingerprint))
            : new Reply.Refused(409, "Certificate already in trust store");
    }

    private Token NewToken(string client, IReadOnlyList<string>? projects)
    {
        var secret = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"token {++_count}")));
        var operation = ground.Operations.Begin("Executing operation", "default", [], kind: "token");
        var token = new Token(secret, client, projects, operation);
        operation.Metadata = new JsonObject
        {
            ["secret"] = secret, ["fingerprint"] = Listener?.Fingerprint ?? "", ["addresses"] = Addresses(),
            ["request"] = new JsonObject { ["name"] = client },
        };
        _tokens.Add(token);
        return token;
    }

    private string Encode(Token token) => Convert.ToBase64String(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["client_name"] = token.Client, ["fingerprint"] = Listener?.Fingerprint ?? "",
        ["addresses"] = Addresses(), ["secret"] = token.Secret, ["expires_at"] = "0001-01-01T00:00:00Z",
    }.ToJsonString()));

    /// <summary>The bare secret is not enough: the whole token has to come back.</summary>
    private static string? SecretOf(string token)
    {
        try
        {
            return (string?)JsonNode.Parse(Convert.FromBase64String(token))?["secret"];
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private JsonArray Addresses() => Json.Of(Listener is { } listener ? [listener.Address] : []);

    private static string UrlOf(string fingerprint) => $"/1.0/certificates/{fingerprint}";

    private JsonObject ToJson(string fingerprint) => new()
    {
        ["fingerprint"] = fingerprint, ["name"] = _store[fingerprint].Name, ["type"] = "client",
        ["restricted"] = _store[fingerprint].Projects is not null,
        ["projects"] = Json.Of(_store[fingerprint].Projects ?? []),
    };

    private sealed record Trusted(string Name, IReadOnlyList<string>? Projects);

    private sealed record Token(string Secret, string Client, IReadOnlyList<string>? Projects, Operation Operation);
}
