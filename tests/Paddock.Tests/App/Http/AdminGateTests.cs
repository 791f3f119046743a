using System.Net;
using System.Net.Http.Headers;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class AdminGateTests
{
    [Fact]
    public async Task Over_TCP_nobody_comes_in_without_the_token()
    {
        await using var rig = await StartAsync();

        using var response = await rig.AdminTcp.GetAsync("/api/v1/status", Cancel);

        (await ProblemAsync(response)).Code.ShouldBe("no-token");
        response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    [Theory]
    [InlineData("Bearer correct horse battery staple", HttpStatusCode.OK)]
    [InlineData("bearer  correct horse battery staple", HttpStatusCode.OK)]
    [InlineData("Bearer correct horse", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic correct horse battery staple", HttpStatusCode.Unauthorized)]
    public async Task The_token_opens_and_nothing_else_does(string authorization, HttpStatusCode status)
    {
        await using var rig = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await rig.AdminTcp.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_link_with_the_token_gives_a_browser_a_cookie_that_is_not_the_token()
    {
        await using var rig = await StartAsync();

        using var response = await rig.AdminTcp.GetAsync($"/login?token={Uri.EscapeDataString(Token)}", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.ToString().ShouldBe("/");
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain("horse");
        using var page = await SendAsync(rig, HttpMethod.Get, "/", cookie.Split(';')[0]);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_form_takes_the_token_too_and_a_wrong_one_says_so()
    {
        await using var rig = await StartAsync();

        using var right = await PostTokenAsync(rig, Token);
        using var wrong = await PostTokenAsync(rig, "guess");

        right.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await wrong.Content.ReadAsStringAsync(Cancel)).ShouldContain("That is not the admin token.");
    }

    [Fact]
    public async Task A_browser_without_a_cookie_is_led_to_the_login()
    {
        await using var rig = await StartAsync();

        using var response = await rig.AdminTcp.GetAsync("/", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.ToString().ShouldBe("/login");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    public async Task A_cookie_posts_only_from_our_own_pages(string header, string value, HttpStatusCode status)
    {
        await using var rig = await StartAsync();
        using var login = await PostTokenAsync(rig, Token);
        var cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        using var response = await SendAsync(
            rig, HttpMethod.Post, "/api/v1/pools/linux/pause", cookie, (header, value));

        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("192.0.2.7:9000", HttpStatusCode.OK)]
    public async Task A_name_that_is_not_ours_is_not_answered(string host, HttpStatusCode status)
    {
        await using var rig = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Host = host;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);

        using var response = await rig.AdminTcp.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(status);
    }

    private static Task<HttpResponseMessage> PostTokenAsync(WebRig rig, string token) => rig.AdminTcp.PostAsync(
        "/login", new FormUrlEncodedContent([new("token", token)]), Cancel);

    private static async Task<HttpResponseMessage> SendAsync(
        WebRig rig, HttpMethod method, string path, string cookie, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie);
        if (header is { } extra)
        {
            request.Headers.Add(extra.Name, extra.Value);
        }
        return await rig.AdminTcp.SendAsync(request, Cancel);
    }
}
