using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class TrustTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_sees_the_extensions_and_nothing_else()
    {
        await using var lxd = await Standing(Flavour.Lxd50);
        using var certificate = StandingLxd.NewCertificate("CN=paddock");
        using var http = Client(lxd, certificate);

        var server = await StandingTest.SendAsync(http, "GET", "/1.0");

        ((string)server.Metadata["auth"]!).ShouldBe("untrusted");
        server.Metadata["api_extensions"]!.AsArray().ShouldNotBeEmpty();
        server.Metadata["environment"].ShouldBeNull();
        var refused = await StandingTest.SendAsync(http, "GET", "/1.0/instances");
        (refused.Status, refused.Error).ShouldBe((403, "not authorized"));
    }

    [Theory]
    [InlineData(Flavour.Lxd50, "password", "trust_token")]
    [InlineData(Flavour.Incus60, "trust_token", "password")]
    internal async Task A_token_makes_one_client_trusted(Flavour flavour, string key, string otherKey)
    {
        await using var lxd = await Standing(flavour);
        using var certificate = StandingLxd.NewCertificate("CN=paddock");
        using var http = Client(lxd, certificate);
        var token = lxd.IssueToken("paddock");
        var secret = (string)JsonNode.Parse(Convert.FromBase64String(token))!["secret"]!;

        (await Join(http, otherKey, token)).Status.ShouldBe(403);
        (await Join(http, key, secret)).Status.ShouldBe(403);
        (await Join(http, key, token)).Status.ShouldBe(201);

        var server = await StandingTest.SendAsync(http, "GET", "/1.0");
        ((string)server.Metadata["environment"]!["certificate_fingerprint"]!)
            .ShouldBe(lxd.Certificate!.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)
                .ToLowerInvariant());
        using var second = StandingLxd.NewCertificate("CN=second");
        using var late = Client(lxd, second);
        (await Join(late, key, token)).Error.ShouldBe("No matching certificate add operation found");
    }

    [Fact]
    public async Task A_password_is_enough_for_LXD_where_it_has_one()
    {
        await using var lxd = await StandingLxd.StartAsync(
            new StandingOptions(new TestTime()) { Https = true, TrustPassword = "sesame" });
        using var certificate = StandingLxd.NewCertificate("CN=paddock");
        using var http = Client(lxd, certificate);

        (await Join(http, "password", "wrong")).Status.ShouldBe(403);

        (await Join(http, "password", "sesame")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_restricted_certificate_sees_its_projects_alone()
    {
        await using var lxd = await Standing(Flavour.Incus60);
        lxd.AddProject("ci");
        using var certificate = StandingLxd.NewCertificate("CN=paddock");
        using var http = Client(lxd, certificate);
        await Join(http, "trust_token", lxd.IssueToken("paddock", ["ci"]));

        (await StandingTest.SendAsync(http, "GET", "/1.0/instances?project=ci")).Status.ShouldBe(200);
        (await StandingTest.SendAsync(http, "GET", "/1.0/instances")).Status.ShouldBe(403);
    }

    private static Task<StandingLxd> Standing(Flavour flavour) =>
        StandingLxd.StartAsync(new StandingOptions(new TestTime(), flavour) { Https = true });

    private static Task<Read> Join(HttpClient http, string key, string word) => StandingTest.SendAsync(
        http, "POST", "/1.0/certificates", new JsonObject { ["type"] = "client", [key] = word }.ToJsonString());

    private static HttpClient Client(StandingLxd lxd, X509Certificate2 certificate) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [certificate],
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown?.GetCertHashString() == lxd.Certificate!.GetCertHashString(),
        },
    })
    {
        BaseAddress = lxd.HttpsAddress,
    };
}
