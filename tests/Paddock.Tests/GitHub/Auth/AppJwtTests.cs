using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Paddock.GitHub.Auth;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Auth;

public sealed class AppJwtTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly string[] _parts =
        AppJwt.Sign(AppKey.Parse(TestAppKey.Common.Pkcs1).Key!, "Iv23li\"acme", Now).Reveal().Split('.');

    [Fact]
    public void It_is_signed_with_RS256() =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(_parts[0])).ShouldBe("""{"alg":"RS256","typ":"JWT"}""");

    [Fact]
    public void It_is_dated_back_by_a_minute_and_ends_within_GitHubs_ten()
    {
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(_parts[1])).RootElement;

        claims.GetProperty("iat").GetInt64().ShouldBe(Now.AddSeconds(-60).ToUnixTimeSeconds());
        claims.GetProperty("exp").GetInt64().ShouldBe(Now.AddMinutes(9).ToUnixTimeSeconds());
        claims.GetProperty("iss").GetString().ShouldBe("Iv23li\"acme");
    }

    [Fact]
    public void Its_signature_is_that_of_the_key_over_both_parts() =>
        TestAppKey.Common.HasSigned(
            Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}"), Base64Url.DecodeFromChars(_parts[2])).ShouldBeTrue();
}
