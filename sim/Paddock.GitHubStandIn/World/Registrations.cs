using System.Security.Cryptography;

namespace Paddock.GitHubStandIn.World;

/// <summary>
/// The old way to become a runner: tokens by which anybody can register runners of a scope for an hour, and the keys of
/// those who did. Runners with a JIT configuration were given theirs.
/// </summary>
internal sealed class Registrations(Dice dice) : IDisposable
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (string Scope, DateTimeOffset Until)> _tokens = [];
    private readonly Dictionary<long, RSA> _keys = [];

    /// <summary>Letters and digits, as GitHub's.</summary>
    public string Issue(string scope, DateTimeOffset now)
    {
        var token = Convert.ToHexString(dice.NextBytes(14));
        _tokens[token] = (scope, now + Life);
        return token;
    }

    /// <summary>The scope a token is for; null when there is no such token, or none any more.</summary>
    public string? ScopeOf(string? token, DateTimeOffset now) =>
        token is not null && _tokens.TryGetValue(token, out var known) && known.Until > now ? known.Scope : null;

    public void Keep(long runner, RSA key) => _keys[runner] = key;

    public RSA? KeyOf(long runner) => _keys.GetValueOrDefault(runner);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }
}
