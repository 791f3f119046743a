using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.Tests.GitHub.Http;

public sealed class ApiPathTests
{
    private static readonly Uri Base = new("https://api.github.com/");

    [Theory]
    [InlineData("repo:acme/app", "repos/acme/app")]
    [InlineData("org:acme", "orgs/acme")]
    [InlineData("enterprise:acme-corp", "enterprises/acme-corp")]
    public void A_scope_has_its_path(string scope, string path) => ApiPath.Of(Scope.TryParse(scope)!).ShouldBe(path);

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../../user")]
    [InlineData("a/b")]
    [InlineData("a?b=c")]
    [InlineData("a#b")]
    [InlineData("a%2Fb")]
    [InlineData("%2e%2e")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData("ä\r\nHost: evil")]
    public void No_name_leaves_its_place(string name)
    {
        var uri = new Uri(Base, ApiPath.Repository("acme", name) + "/actions/runs");

        uri.Segments.Length.ShouldBe(6);
        uri.AbsolutePath.ShouldStartWith("/repos/acme/");
        uri.AbsolutePath.ShouldEndWith("/actions/runs");
        (uri.Query, uri.Fragment).ShouldBe(("", ""));
    }
}
