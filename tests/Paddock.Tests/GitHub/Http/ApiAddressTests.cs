using Paddock.GitHub.Http;

namespace Paddock.Tests.GitHub.Http;

public sealed class ApiAddressTests
{
    [Theory]
    [InlineData("https://github.com", "github.com", "https://api.github.com/")]
    [InlineData("https://www.github.com/", "github.com", "https://api.github.com/")]
    [InlineData("https://api.github.com", "github.com", "https://api.github.com/")]
    [InlineData("https://GitHub.com/acme", "github.com", "https://api.github.com/")]
    [InlineData("https://acme.ghe.com", "acme.ghe.com", "https://api.acme.ghe.com/")]
    [InlineData("https://api.acme.ghe.com", "acme.ghe.com", "https://api.acme.ghe.com/")]
    [InlineData("https://git.acme.example", "git.acme.example", "https://git.acme.example/api/v3/")]
    [InlineData("https://git.acme.example:8443/", "git.acme.example:8443", "https://git.acme.example:8443/api/v3/")]
    [InlineData("https://api.acme.example", "api.acme.example", "https://api.acme.example/api/v3/")]
    [InlineData("http://127.0.0.1:3000", "127.0.0.1:3000", "http://127.0.0.1:3000/api/v3/")]
    public void Each_kind_of_GitHub_has_its_API_elsewhere(string url, string host, string api)
    {
        var address = ApiAddress.Of(new Uri(url), api: null);

        (address.Host, address.Base.AbsoluteUri).ShouldBe((host, api));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080/")]
    public void An_address_of_its_own_wins_and_the_host_stays(string api)
    {
        var address = ApiAddress.Of(new Uri("https://github.com"), new Uri(api));

        (address.Host, address.Base.AbsoluteUri).ShouldBe(("github.com", "http://127.0.0.1:8080/"));
    }

    [Fact]
    public void Paths_are_below_the_base() => ApiAddress.Of(new Uri("https://git.acme.example"), null)
        .Resolve("orgs/acme").AbsoluteUri.ShouldBe("https://git.acme.example/api/v3/orgs/acme");

    [Theory]
    [InlineData("https://api.github.com/repositories/1", true)]
    [InlineData("https://API.github.com:443/x", true)]
    [InlineData("http://api.github.com/x", false)]
    [InlineData("https://api.github.com:8443/x", false)]
    [InlineData("https://api.github.com.evil.example/x", false)]
    [InlineData("https://api.github.com@evil.example/x", false)]
    public void Only_the_same_scheme_host_and_port_are_its_own(string uri, bool isOwn) =>
        ApiAddress.Of(new Uri("https://github.com"), null).IsOwn(new Uri(uri)).ShouldBe(isOwn);
}
