namespace Paddock.Tests.App.Cli;

public sealed class UsageTests
{
    private readonly CommandBench _bench = new();

    [Theory]
    [InlineData("job", "paddock: paddock does not know job. Did you mean jobs?\n  See paddock --help.\n")]
    [InlineData("stauts", "paddock: paddock does not know stauts. Did you mean status?\n  See paddock --help.\n")]
    [InlineData("runners retir x",
        "paddock: paddock runners does not know retir. Did you mean retire?\n  See paddock runners --help.\n")]
    [InlineData("jobs --stat=x",
        "paddock: paddock jobs does not know --stat=x. Did you mean --state?\n  See paddock jobs --help.\n")]
    [InlineData("jobs --limit 0",
        "paddock: --limit takes a number from 1 to 5000, not 0.\n  See paddock jobs --help.\n")]
    [InlineData("jobs --limit -5",
        "paddock: --limit takes a number from 1 to 5000, not -5.\n  See paddock jobs --help.\n")]
    [InlineData("jobs --limit 5001",
        "paddock: --limit takes a number from 1 to 5000, not 5001.\n  See paddock jobs --help.\n")]
    [InlineData("xyzzy", "paddock: paddock does not know xyzzy.\n  See paddock --help.\n")]
    public async Task A_slip_is_exit_code_2_and_says_what_was_probably_meant(string words, string error)
    {
        (await _bench.RunAsync(words.Split(' '))).ShouldBe(2);

        _bench.Error.ShouldBe(error);
        _bench.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("check", "--store", "")]
    [InlineData("compact", "--store", "")]
    [InlineData("backup", "", "--store", "x.db")]
    public async Task A_variable_that_is_not_set_names_no_file(params string[] words)
    {
        (await _bench.RunAsync(["store", .. words])).ShouldBe(2);

        _bench.Error.ShouldContain(" is empty.");
    }

    [Fact]
    public async Task Whose_configuration_cannot_be_read_is_not_told_that_nobody_runs()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, "pools: [", TestContext.Current.CancellationToken);
        try
        {
            (await _bench.RunAsync("status", "--config", file)).ShouldBe(2);
        }
        finally
        {
            File.Delete(file);
        }

        _bench.Error.ShouldContain("where its Paddock answers is unknown");
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        (await _bench.RunAsync("explain")).ShouldBe(2);

        _bench.Error.ShouldContain("JOB");
    }

    [Theory]
    [InlineData("store",
        "paddock: paddock store needs one word more: check or backup or compact.\n  See paddock store --help.\n")]
    [InlineData("config",
        "paddock: paddock config needs one word more: schema or effective or diff or import.\n"
        + "  See paddock config --help.\n")]
    [InlineData("status -o xml",
        "paddock: Argument 'xml' not recognized. Must be one of: 'table', 'json', 'yaml'.\n"
        + "  See paddock status --help.\n")]
    public async Task What_would_be_taken_is_named_in_one_line(string words, string error)
    {
        (await _bench.RunAsync(words.Split(' '))).ShouldBe(2);

        _bench.Error.ShouldBe(error);
    }

    [Fact]
    public async Task Without_a_word_there_is_the_list_of_commands()
    {
        (await _bench.RunAsync()).ShouldBe(0);

        _bench.Out.ShouldContain("explain <JOB>");
    }

    [Fact]
    public async Task The_version_is_a_number_and_no_more()
    {
        (await _bench.RunAsync("--version")).ShouldBe(0);

        _bench.Out.ShouldMatch("^[0-9]+\\.[0-9]+\\.[0-9]+[^+]*\n$");
    }
}
