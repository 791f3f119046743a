using System.Net.Http.Headers;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Checks;

/// <summary>What one request says of a host and a credential, whatever it was about.</summary>
/// <param name="Status">GitHub's status.</param>
/// <param name="Said">GitHub's words for a refusal.</param>
/// <param name="Lead">How far GitHub's clock is ahead of ours; null when it did not say.</param>
/// <param name="Scopes">What a classic token may; null for every other credential, which has no scopes.</param>
/// <param name="IsGitHub">The answer has GitHub's marks; a gateway's own page has none.</param>
internal sealed record ProbeAnswer(
    int Status, string Said, TimeSpan? Lead, IReadOnlyList<string>? Scopes, bool IsGitHub);

/// <summary>
/// Asks for the rate limit, which costs nothing of it (GitHub docs, "Rate limit"). One attempt and no patience: whoever
/// looks wants to see what is, and tries again himself.
/// </summary>
internal sealed class Probe(Plumbing plumbing, TimeProvider time)
{
    public async Task<(ProbeAnswer? Answer, Fault? Fault)> AskAsync(
        AccessToken token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, plumbing.Address.Resolve("rate_limit"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Reveal());
        ApiClient.Introduce(request);
        var asked = time.GetUtcNow();
        try
        {
            using var response = await plumbing.Bare.SendAsync(request, cancellationToken);
            return (Read(response, asked + ((time.GetUtcNow() - asked) / 2)), null);
        }
        catch (CallFailedException failed)
        {
            return (null, failed.Fault);
        }
    }

    private static ProbeAnswer Read(HttpResponseMessage response, DateTimeOffset at) => new(
        (int)response.StatusCode,
        response.IsSuccessStatusCode ? "" : GitHubError.Of(response).Message,
        LeadOf(response, at),
        ScopesOf(response),
        response.Headers.Contains("X-GitHub-Request-Id") || response.Headers.Contains("X-RateLimit-Limit"));

    /// <summary>The header counts whole seconds; what that leaves out is too little to matter.</summary>
    private static TimeSpan? LeadOf(HttpResponseMessage response, DateTimeOffset at) => response.Headers.Date - at;

    private static string[]? ScopesOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-OAuth-Scopes", out var values)
            ? Plain.Line(string.Join(',', values)).Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;
}
