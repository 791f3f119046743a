using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>
/// Whose budget a token spends. GitHub counts per user, and one user has a fine-grained token for each organization:
/// separate budgets for them would run into the limit together. One question per token answers it.
/// </summary>
internal sealed class TokenOwner(ApiAddress address, HttpMessageInvoker transport, SteadyClock clock)
{
    /// <summary>Nobody waits longer than this for a comfort.</summary>
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(5);

    /// <summary>A token GitHub said nothing about counts as its own identity for so long; then we ask again.</summary>
    private static readonly TimeSpan UnknownLife = TimeSpan.FromMinutes(1);

    /// <summary>A token never changes its owner.</summary>
    private static readonly TimeSpan KnownLife = TimeSpan.FromDays(365);

    private readonly Memo<string, string> _identities = new(clock);

    public async Task<string> IdentityOfAsync(Secret token, CancellationToken cancellationToken)
    {
        var print = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Reveal())).AsSpan(0, 8));
        return await _identities.GetAsync(print, () => AskAsync(token, print), cancellationToken);
    }

    private async Task<Kept<string>> AskAsync(Secret token, string print)
    {
        using var limit = new CancellationTokenSource(AskLimit, clock.Time);
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Resolve("user"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        ApiClient.Introduce(request);
        try
        {
            using var response = await transport.SendAsync(request, limit.Token);
            if (response.IsSuccessStatusCode && await LoginOfAsync(response, limit.Token) is { } login)
            {
                return new Kept<string>($"{address.Host}/user:{login}", KnownLife);
            }

            // An installation's token has no user, and a gateway may have no such page: it is then its own identity.
            // GitHub says 403 for a limit too, which says nothing about whose the token is.
            var isFinal = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
                && !RateAnswer.Of(response, clock.Now).IsLimited;
            return new Kept<string>($"{address.Host}/token:{print}", isFinal ? KnownLife : UnknownLife);
        }
        catch (Exception failure) when (failure is OperationCanceledException or CallFailedException)
        {
            return new Kept<string>($"{address.Host}/token:{print}", UnknownLife);
        }
    }

    private static async Task<string?> LoginOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var user = await JsonSerializer.DeserializeAsync(body, GitHubJson.Default.UserPayload, cancellationToken);
            return user?.Login is { Length: > 0 } login ? Plain.Line(login, 100) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The part of <c>GET /user</c> that is read.</summary>
internal sealed record UserPayload(string? Login);
