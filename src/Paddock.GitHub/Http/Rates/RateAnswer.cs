using System.Globalization;
using System.Net;

namespace Paddock.GitHub.Http.Rates;

/// <summary>
/// The hourly limit as one answer told it. The end is relative, so that GitHub's clock need not be ours.
/// </summary>
internal readonly record struct HourlyLimit(int Limit, int Remaining, TimeSpan ResetIn);

/// <summary>What an answer says about limits, and nothing else of it.</summary>
/// <param name="IsRefusal">403 or 429; only then may the rest mean a limit rather than a missing permission.</param>
/// <param name="SaysSecondary">The text speaks of a secondary rate limit.</param>
internal sealed record RateAnswer(
    bool IsRefusal, bool IsTooMany, TimeSpan? RetryAfter, HourlyLimit? Hourly, bool SaysSecondary)
{
    /// <summary>
    /// GitHub's hours end within one; a longer wait is somebody's mistake, and must not stop us for years.
    /// </summary>
    private static readonly TimeSpan WaitMost = TimeSpan.FromHours(2);

    public bool IsHourlyLimit => IsRefusal && Hourly is { Remaining: 0 };

    public bool IsLimited => IsRefusal && (RetryAfter is not null || IsHourlyLimit || SaysSecondary || IsTooMany);

    public static RateAnswer Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var isRefusal = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
        return new RateAnswer(
            isRefusal,
            response.StatusCode == HttpStatusCode.TooManyRequests,
            RetryAfterOf(response, now),

            // A bad credential is nobody: what is told then is the sixty requests of an anonymous caller. Taken for
            // ours, they would keep a renewed credential waiting for an hour.
            response.StatusCode == HttpStatusCode.Unauthorized ? null : HourlyOf(response, now),
            isRefusal && GitHubError.TextOf(response).Contains("secondary rate", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Seconds, or a date, which is read against the answer's own <c>Date</c>.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - (response.Headers.Date ?? now));
        return wait is { } told ? Within(told) : null;
    }

    /// <summary>Only the core resource: the others have limits of their own, which none of our calls touches.</summary>
    private static HourlyLimit? HourlyOf(HttpResponseMessage response, DateTimeOffset now)
    {
        if (Number(response, "x-ratelimit-limit") is not { } limit
            || Number(response, "x-ratelimit-remaining") is not { } remaining
            || Number(response, "x-ratelimit-reset") is not { } reset
            || Text(response, "x-ratelimit-resource") is not (null or "core"))
        {
            return null;
        }

        // Seconds since 1970, and no later than the year 9999, where the type ends.
        var resetAt = DateTimeOffset.FromUnixTimeSeconds(Math.Min(reset, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        return new HourlyLimit(
            (int)Math.Min(limit, int.MaxValue),
            (int)Math.Min(remaining, int.MaxValue),
            Within(resetAt - (response.Headers.Date ?? now)));
    }

    private static TimeSpan Within(TimeSpan told) =>
        told < TimeSpan.Zero ? TimeSpan.Zero : told > WaitMost ? WaitMost : told;

    private static long? Number(HttpResponseMessage response, string header) =>
        long.TryParse(Text(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Text(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
