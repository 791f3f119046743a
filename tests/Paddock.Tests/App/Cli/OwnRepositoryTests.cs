using Paddock.App.Cli;
using Paddock.App.Cli.Lint;

namespace Paddock.Tests.App.Cli;

public sealed class OwnRepositoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-checkout-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("git@github.com:acme/app.git", "acme/app")]
    [InlineData("https://github.com/acme/app", "acme/app")]
    [InlineData("https://x:y@git.acme.example/acme/app.git/", "acme/app")]
    [InlineData("ssh://git@github.com/acme/app.name.git", "acme/app.name")]
    [InlineData("/srv/git/odd name", null)]
    [InlineData("..", null)]
    public void The_origin_of_a_checkout_names_it(string url, string? name)
    {
        var inner = Directory.CreateDirectory(Path.Combine(_directory, "src", "deep")).FullName;
        Checkout($"[remote \"fork\"]\n\turl = git@github.com:mona/fork.git\n[remote \"origin\"]\n\turl = {url}\n");

        OwnRepository.Find(Shell([]), inner).ShouldBe(name);
    }

    [Fact]
    public void What_Actions_says_comes_first()
    {
        Checkout("[remote \"origin\"]\n\turl = git@github.com:acme/app.git\n");

        OwnRepository.Find(Shell(new() { ["GITHUB_REPOSITORY"] = "acme/other" }), _directory).ShouldBe("acme/other");
    }

    [Fact]
    public void A_checkout_without_an_origin_has_none()
    {
        Checkout("[core]\n\tbare = false\n");

        OwnRepository.Find(Shell([]), _directory).ShouldBeNull();
    }

    private void Checkout(string config)
    {
        Directory.CreateDirectory(Path.Combine(_directory, ".git"));
        File.WriteAllText(Path.Combine(_directory, ".git", "config"), config);
    }

    private static Shell Shell(Dictionary<string, string> environment) => new()
    {
        Out = TextWriter.Null, Error = TextWriter.Null, Environment = environment, Time = TimeProvider.System,
    };
}
