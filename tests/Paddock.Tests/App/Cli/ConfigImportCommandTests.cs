namespace Paddock.Tests.App.Cli;

public sealed class ConfigImportCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("paddock-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_printed_is_a_valid_configuration_and_what_is_told_is_beside_it()
    {
        (await ImportAsync()).ShouldBe(0);

        _bench.Out.ShouldContain("token: \"${GITHUB_TOKEN}\"");
        _bench.Out.ShouldNotContain("ghp_canary");
        _bench.Error.ShouldContain("token: a secret, which is not copied.");
        await File.WriteAllTextAsync(At("paddock.yaml"), _bench.Out, TestContext.Current.CancellationToken);
        _bench.Environment["GITHUB_TOKEN"] = "ghp_x";
        (await _bench.RunAsync("validate", "--config", At("paddock.yaml"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_is_written_and_another_one_never_lost()
    {
        (await ImportAsync("--output", At("paddock.yaml"))).ShouldBe(0);
        _bench.Out.ShouldBeEmpty();
        await File.WriteAllTextAsync(At("paddock.yaml"), "mine", TestContext.Current.CancellationToken);

        (await ImportAsync("--output", At("paddock.yaml"))).ShouldBe(2);
        _bench.Error.ShouldContain("is there already, and was not touched.");
        File.ReadAllText(At("paddock.yaml")).ShouldBe("mine");

        (await ImportAsync("--output", At("paddock.yaml"), "--force")).ShouldBe(0);
        File.ReadAllText(At("paddock.yaml")).ShouldStartWith("# Taken over from options.yaml.");
        Directory.GetFiles(_folder).Select(Path.GetFileName).Order().ShouldBe(["options.yaml", "paddock.yaml"]);
    }

    [Fact]
    public async Task Where_nothing_can_be_written_it_is_said()
    {
        (await ImportAsync("--output", At("absent/paddock.yaml"))).ShouldBe(1);

        _bench.Error.ShouldContain("cannot be written");
    }

    [Fact]
    public async Task Another_file_is_no_configuration_of_it()
    {
        (await ImportAsync()).ShouldBe(0);
        (await _bench.RunAsync("config", "import", "lxdrunner", At("options.yaml"))).ShouldBe(2);

        _bench.Out.ShouldBeEmpty();
        _bench.Error.ShouldContain("This is no configuration of LXDRunner");
    }

    private Task<int> ImportAsync(params string[] words)
    {
        File.WriteAllText(At("options.yaml"), "path: acme\ncontainers: 2\ntoken: ghp_canary\n");
        return _bench.RunAsync(["config", "import", "charm", At("options.yaml"), .. words]);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
