using System.Net;
using Paddock.GitHub.Http.Rates;

namespace Paddock.Tests.GitHub.Http;

public sealed class RateAnswerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_end_of_the_hour_is_read_against_GitHubs_own_clock()
    {
        // GitHub's clock is ten minutes ahead of ours, and the hour ends in five.
        var answer = Read(200, ("Date", "Fri, 20 Nov 2026 12:10:00 GMT"), ("x-ratelimit-limit", "5000"),
            ("x-ratelimit-remaining", "4999"), ("x-ratelimit-reset", Seconds(Now.AddMinutes(15))));

        answer.Hourly.ShouldBe(new HourlyLimit(5000, 4999, TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData("99999999999999")]
    [InlineData("9223372036854775807")]
    public void An_hour_that_ends_in_thousands_of_years_is_a_mistake(string reset) =>
        Read(200, ("x-ratelimit-limit", "1"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset))
            .Hourly!.Value.ResetIn.ShouldBe(TimeSpan.FromHours(2));

    [Fact]
    public void Numbers_that_are_none_are_no_limit() =>
        Read(200, ("x-ratelimit-limit", "many"), ("x-ratelimit-remaining", "-1"), ("x-ratelimit-reset", "soon"))
            .Hourly.ShouldBeNull();

    [Fact]
    public void Another_resources_limit_is_not_ours() =>
        Read(200, ("x-ratelimit-limit", "10"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1"),
            ("x-ratelimit-resource", "search")).Hourly.ShouldBeNull();

    [Fact]
    public void What_a_bad_credential_is_told_is_the_limit_of_nobody() =>
        Read(401, ("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Seconds(Now)))
            .Hourly.ShouldBeNull();

    [Fact]
    public void A_waiting_time_can_be_a_date() => Read(429, ("Date", "Fri, 20 Nov 2026 12:10:00 GMT"),
        ("Retry-After", "Fri, 20 Nov 2026 12:10:40 GMT")).RetryAfter.ShouldBe(TimeSpan.FromSeconds(40));

    [Fact]
    public void A_waiting_time_in_the_past_is_none_left() => Read(429, ("Date", "Fri, 20 Nov 2026 12:10:00 GMT"),
        ("Retry-After", "Fri, 20 Nov 2026 12:00:00 GMT")).RetryAfter.ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_waiting_time_of_years_is_cut() =>
        Read(429, ("Retry-After", "2000000000")).RetryAfter.ShouldBe(TimeSpan.FromHours(2));

    [Theory]
    [InlineData(403, "You have exceeded a secondary rate limit", true)]
    [InlineData(429, "<html>You have exceeded a Secondary Rate limit</html>", true)]
    [InlineData(429, "too many requests", true)]
    [InlineData(403, "Resource not accessible by integration", false)]
    [InlineData(404, "secondary rate", false)]
    public void A_limit_is_told_from_a_missing_permission(int status, string body, bool isLimited) =>
        Read(status, body).IsLimited.ShouldBe(isLimited);

    [Fact]
    public void A_403_at_the_end_of_the_hour_is_a_limit() => Read(403, ("x-ratelimit-limit", "60"),
        ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Seconds(Now))).IsLimited.ShouldBeTrue();

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString();

    private static RateAnswer Read(int status, params (string Name, string Value)[] headers) =>
        Read(status, "", headers);

    private static RateAnswer Read(int status, string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }
        return RateAnswer.Of(response, Now);
    }
}
