using System.Text.Json;
using Paddock.App.Api;

namespace Paddock.Tests.App.Cli;

public sealed class ConfigDiffCommandTests : IAsyncLifetime
{
    private const string Yaml =
        """
        github: {token: "${TOKEN}", webhook: {secret: "${TOKEN}"}}
        providers: {here: {kind: process}}
        pools:
          - name: linux
            scopes: [org:acme]
            labels: [self-hosted]
            offers: [{provider: here}]
            max_runners: 8

        """;

    private readonly CommandBench _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("config-diff-").FullName;
    private AdminStub _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _admin = await AdminStub.StartAsync();
        _bench.Environment["TOKEN"] = "ghp_canary0000";
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return _admin.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_that_differs_is_exit_code_0()
    {
        _admin.Says(new ConfigDiffReply(Same: true, Restart: false, []), ApiJson.Default.ConfigDiffReply);

        (await DiffAsync()).ShouldBe(0);

        (_bench.Out, _bench.Error).ShouldBe(("", "Nothing differs.\n"));
        _admin.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/config/diff {\"salt\":");
    }

    [Fact]
    public async Task What_differs_is_exit_code_1_with_a_line_for_each_key_and_what_it_takes()
    {
        _admin.Says(
            new ConfigDiffReply(Same: false, Restart: true,
            [
                new("pools[0].max_runners", "changed", "8", "paddock.yaml:8:18", "9", "new.yaml:8:18", Restart: false),
                new("log.level", "added", "info", "default", "debug", "$PADDOCK_LOG_LEVEL", Restart: true),
            ]), ApiJson.Default.ConfigDiffReply);

        (await DiffAsync()).ShouldBe(1);

        _bench.Out.ShouldBe(
            """
            CHANGE   KEY                   OLD     NEW    TAKES    WHERE
            changed  pools[0].max_runners  8       9      reload   new.yaml:8:18
            added    log.level             (info)  debug  restart  $PADDOCK_LOG_LEVEL

            """);
        _bench.Error.ShouldBe("2 changes, 1 of them at a start only: paddock reload would refuse the whole.\n");
    }

    [Fact]
    public async Task Flags_count_as_they_do_for_run_and_no_secret_leaves_the_process()
    {
        _admin.Says(new ConfigDiffReply(Same: true, Restart: false, []), ApiJson.Default.ConfigDiffReply);

        await DiffAsync("--max-runners", "5");

        var request = _admin.Requests.ShouldHaveSingleItem();
        request.ShouldContain("""{"path":"max_runners","value":"5","origin":"--max-runners",""");
        request.ShouldNotContain("canary0000");
    }

    [Fact]
    public async Task Two_files_are_compared_without_a_running_paddock()
    {
        var other = Path.Combine(_folder, "other.yaml");
        await File.WriteAllTextAsync(
            other, Yaml.Replace("max_runners: 8", "spill: false"), TestContext.Current.CancellationToken);

        (await DiffAsync(other, "-o", "json")).ShouldBe(1);

        _admin.Requests.ShouldBeEmpty();
        var diff = JsonSerializer.Deserialize(_bench.Out, ApiJson.Default.ConfigDiffReply)!;
        diff.Changes.Select(change => (change.Path, change.Change, change.Old, change.New)).ShouldBe(
        [
            ("pools[0].max_runners", "removed", "8", null),
            ("pools[0].spill", "added", "true", "false"),
        ]);
        diff.Restart.ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_with_errors_is_exit_code_2_and_nothing_is_asked()
    {
        var other = Path.Combine(_folder, "other.yaml");
        await File.WriteAllTextAsync(other, Yaml + "lables: [x]\n", TestContext.Current.CancellationToken);

        (await DiffAsync(other)).ShouldBe(2);

        _bench.Error.ShouldContain($"{other}:9:1: error: There is no key 'lables' in the file.");
        _admin.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(500, "")]
    public async Task What_cannot_be_compared_is_not_told_as_a_difference(int status, string body)
    {
        _admin.Answer = (status, body);

        (await DiffAsync()).ShouldBe(3);
    }

    private async Task<int> DiffAsync(params string[] words)
    {
        var file = Path.Combine(_folder, "paddock.yaml");
        await File.WriteAllTextAsync(file, Yaml, TestContext.Current.CancellationToken);
        return await _bench.RunAsync(["config", "diff", .. words, "--config", file, "--admin", _admin.Address]);
    }
}
