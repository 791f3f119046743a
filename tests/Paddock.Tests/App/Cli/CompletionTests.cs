using Paddock.App.Api;

namespace Paddock.Tests.App.Cli;

public sealed class CompletionTests : IAsyncLifetime
{
    private readonly CommandBench _bench = new();
    private AdminStub _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _admin = await AdminStub.StartAsync();
        _bench.Environment["PADDOCK_ADMIN"] = _admin.Address;
    }

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Theory]
    [InlineData("paddock st", "status store")]
    [InlineData("paddock pause l", "")]
    [InlineData("paddock xyz ", "")]
    [InlineData("paddock config ", "schema effective diff import")]
    [InlineData("paddock --config x.yaml store c", "check compact")]
    [InlineData("paddock status -o ", "json table yaml")]
    [InlineData("paddock status -o j", "json")]
    [InlineData("paddock status --output=", "--output=json --output=table --output=yaml")]
    [InlineData("paddock status --output=y", "--output=yaml")]
    [InlineData("paddock jobs --state r", "running")]
    [InlineData("paddock jobs --limit ", "")]
    [InlineData("paddock jobs --limit 5 --st", "--state")]
    [InlineData("paddock run --log-level ", "debug error info trace warn")]
    [InlineData("paddock run --provider ", "docker incus lxd process")]
    [InlineData("paddock reload --", "--help --config --output --no-color --admin")]
    [InlineData("paddock completion ", "bash fish powershell zsh")]
    [InlineData("paddock --config ", ":files")]
    [InlineData("paddock --config=", ":files")]
    [InlineData("paddock lint ", ":files")]
    [InlineData("paddock config diff a.yaml ", "")]
    [InlineData("paddock run --github-token-file ", ":files")]
    [InlineData("paddock lint -- --", ":files")]
    public async Task Words_that_fit_are_told_and_no_others(string line, string words)
    {
        (await CompleteAsync(line.Split(' '))).ShouldBe(0);

        _bench.Out.ReplaceLineEndings(" ").TrimEnd().ShouldBe(words);
        _bench.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_called_by_scripts_only_is_not_offered()
    {
        await CompleteAsync("paddock", "comp");

        _bench.Out.ShouldBe("completion\n");
    }

    [Theory]
    [InlineData("jobs retry")]
    [InlineData("jobs ignore")]
    public async Task Whatever_takes_a_job_has_its_id_completed(string words)
    {
        _admin.Says(new JobsReply([Samples.Job]), ApiJson.Default.JobsReply);

        await CompleteAsync(["paddock", .. words.Split(' '), ""]);

        _bench.Out.ShouldBe($"{Samples.Job.Id}\n");
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("drain")]
    public async Task Names_of_pools_come_from_the_running_paddock(string verb)
    {
        _admin.Says(Samples.Status, ApiJson.Default.StatusReply);

        await CompleteAsync("paddock", verb, "");

        _bench.Out.ShouldBe(string.Concat(Samples.Status.Pools.Select(pool => $"{pool.Name}\n")));
    }

    [Fact]
    public async Task Names_of_runners_and_ids_of_jobs_do_too()
    {
        _admin.Says(new RunnersReply([Samples.Runner]), ApiJson.Default.RunnersReply);
        await CompleteAsync("paddock", "runners", "retire", "pdk-");
        _bench.Out.ShouldBe($"{Samples.Runner.Name}\n");

        _admin.Says(new JobsReply([Samples.Job]), ApiJson.Default.JobsReply);
        await CompleteAsync("paddock", "explain", "");
        _bench.Out.ShouldBe($"{Samples.Job.Id}\n");
    }

    [Fact]
    public async Task The_line_itself_may_say_whom_to_ask()
    {
        _bench.Environment.Remove("PADDOCK_ADMIN");
        _admin.Says(Samples.Status, ApiJson.Default.StatusReply);

        await CompleteAsync("paddock", "--admin", _admin.Address, "pause", "");

        _bench.Out.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(401, "{}")]
    [InlineData(200, "<html>")]
    public async Task Where_nothing_useful_answers_there_are_no_names_and_no_words_about_it(int status, string body)
    {
        _admin.Answer = (status, body);

        (await CompleteAsync("paddock", "pause", "")).ShouldBe(0);

        (_bench.Out, _bench.Error).ShouldBe(("", ""));
    }

    [Fact]
    public async Task Where_nobody_listens_neither()
    {
        _bench.Environment["PADDOCK_ADMIN"] = "unix:/nowhere/admin.sock";

        (await CompleteAsync("paddock", "pause", "")).ShouldBe(0);

        (_bench.Out, _bench.Error).ShouldBe(("", ""));
    }

    [Fact]
    public async Task A_shell_nobody_knows_is_told_those_that_are()
    {
        (await _bench.RunAsync("completion", "tcsh")).ShouldBe(2);

        _bench.Error.ShouldContain("'bash', 'fish', 'powershell', 'zsh'");
    }

    private Task<int> CompleteAsync(params string[] words) => _bench.RunAsync(["complete", "--", .. words]);
}
