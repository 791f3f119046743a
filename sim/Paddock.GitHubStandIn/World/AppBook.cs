using System.Text;
using System.Buffers.Text;
using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn.World;

/// <summary>A GitHub App: who it is, and the key by which it proves that.</summary>
/// <param name="PublicKey">In PEM.</param>
internal sealed record AppEntry(long Id, string ClientId, string Name, string Owner, string PublicKey)
{
    /// <summary>What it asks for; an installation may have been granted less.</summary>
    public required IReadOnlyDictionary<string, string> Permissions { get; init; }

    public string Slug => Name.ToLowerInvariant().Replace(' ', '-');
}

/// <summary>An App on an account.</summary>
internal sealed record AppInstallation(long Id, AppEntry App, string Owner, DateTimeOffset CreatedAt)
{
    public required IReadOnlyDictionary<string, string> Permissions { get; init; }

    /// <summary>Full names of the repositories chosen for it; null for all.</summary>
    public IReadOnlyList<string>? Repositories { get; init; }

    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Its callers share one budget, whatever token they hold.</summary>
    public string Login => $"installation:{Id}";
}

/// <summary>A token of an installation, with what was granted when it was made.</summary>
internal sealed record InstallationToken(long InstallationId, StandInToken Token, DateTimeOffset ExpiresAt);

/// <summary>Apps, where they are installed, and the tokens made for that.</summary>
internal sealed class AppBook(Dice dice)
{
    /// <summary>GitHub docs, "Generating an installation access token".</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    private readonly List<AppEntry> _apps = [];
    private readonly List<AppInstallation> _installations = [];
    private readonly Dictionary<string, InstallationToken> _tokens = [];
    private long _nextInstallation = 40_000_000;

    public IReadOnlyList<AppInstallation> Installations => _installations;

    public bool IsEmpty => _apps.Count == 0;

    public AppEntry Add(
        string clientId, string name, string owner, string publicKey, IReadOnlyDictionary<string, string> permissions)
    {
        var app = new AppEntry(1_000_000 + _apps.Count, clientId, name, owner, publicKey) { Permissions = permissions };
        _apps.Add(app);
        return app;
    }

    /// <param name="issuer">The client id or the number, as a JWT names it.</param>
    public AppEntry? Find(string issuer) =>
        _apps.Find(app => app.ClientId == issuer || app.Id.ToString() == issuer);

    public AppInstallation Install(AppEntry app, string owner, DateTimeOffset now)
    {
        var made = new AppInstallation(_nextInstallation++, app, owner, now) { Permissions = app.Permissions };
        _installations.Add(made);
        return made;
    }

    public AppInstallation? Installation(long id) => _installations.Find(known => known.Id == id);

    public AppInstallation? InstallationOn(AppEntry app, string owner) => _installations.Find(known =>
        known.App.Id == app.Id && string.Equals(known.Owner, owner, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The installation that is told what happens in a repository: it was chosen for it, is not suspended, and may see
    /// what goes on (GitHub docs, "Webhook events and payloads": workflow_job takes Actions: read).
    /// </summary>
    public AppInstallation? Reaching(ModelRepository repository) => _installations.Find(known =>
        string.Equals(known.Owner, repository.Owner, StringComparison.OrdinalIgnoreCase)
        && known.SuspendedAt is null && known.Permissions.ContainsKey("actions")
        && known.Repositories?.Contains(repository.FullName, StringComparer.OrdinalIgnoreCase) != false);

    public void Change(AppEntry changed)
    {
        _apps[_apps.FindIndex(known => known.Id == changed.Id)] = changed;
        foreach (var installation in _installations.Where(known => known.App.Id == changed.Id).ToList())
        {
            Change(installation with { App = changed });
        }
    }

    public void Change(AppInstallation changed) =>
        _installations[_installations.FindIndex(known => known.Id == changed.Id)] = changed;

    public void Uninstall(long id)
    {
        _installations.RemoveAll(known => known.Id == id);
        Revoke(id);
    }

    /// <summary>Ends all tokens of an installation.</summary>
    public void Revoke(long installationId)
    {
        foreach (var (value, _) in _tokens.Where(pair => pair.Value.InstallationId == installationId).ToList())
        {
            _tokens.Remove(value);
        }
    }

    public void Revoke(string token) => _tokens.Remove(token);

    public InstallationToken Mint(AppInstallation installation, DateTimeOffset now)
    {
        // As long as those that GitHub has begun to give out in 2026: number of the App, then a JWT.
        var value = $"ghs_{installation.App.Id}_{Part(60)}.{Part(900)}.{Part(256)}";
        var token = new StandInToken(value, installation.Login)
        {
            Permissions = installation.Permissions,
            Repositories = installation.Repositories,
            InstalledOn = installation.Owner,
        };
        return _tokens[value] = new InstallationToken(installation.Id, token, now + TokenLife);
    }

    /// <summary>Null when it was never made, was revoked, or has ended.</summary>
    public InstallationToken? Token(string value, DateTimeOffset now) =>
        _tokens.TryGetValue(value, out var known) && known.ExpiresAt > now ? known : null;

    private string Part(int bytes) => Encoding.ASCII.GetString(Base64Url.EncodeToUtf8(dice.NextBytes(bytes)));
}
