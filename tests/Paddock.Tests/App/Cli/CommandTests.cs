using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.App.Api;

namespace Paddock.Tests.App.Cli;

public sealed class CommandTests : IAsyncLifetime
{
    private readonly CommandBench _bench = new();
    private AdminStub _admin = null!;

    public async ValueTask InitializeAsync() => _admin = await AdminStub.StartAsync();

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task A_table_is_for_people()
    {
        _admin.Says(new RunnersReply([Samples.Runner]), ApiJson.Default.RunnersReply);

        (await RunAsync("runners")).ShouldBe(0);

        _bench.Out.ShouldContain("pdk-0a1b2c3d-abcdefghijkl  busy   1m50s  linux  lab serving");
        _admin.Requests.ShouldBe(["GET /api/v1/runners"]);
    }

    [Fact]
    public async Task Json_is_what_the_api_said_with_members_this_version_does_not_know()
    {
        _admin.Answer = (200, """{"runners": [], "members_of_tomorrow": {"a": 1.50}}""");

        (await RunAsync("runners", "-o", "json")).ShouldBe(0);

        _bench.Out.ReplaceLineEndings("\n").ShouldBe(
            """
            {
              "runners": [],
              "members_of_tomorrow": {
                "a": 1.50
              }
            }

            """);
    }

    [Fact]
    public async Task An_older_Paddock_that_does_not_know_what_was_added_is_shown_all_the_same()
    {
        var status = JsonNode.Parse(JsonSerializer.Serialize(Samples.Status, ApiJson.Default.StatusReply))!.AsObject();
        status.Remove("kept").ShouldBeTrue();
        status.Remove("under_way").ShouldBeTrue();
        status.Remove("github").ShouldBeTrue();
        _admin.Answer = (200, status.ToJsonString());

        (await RunAsync("status")).ShouldBe(0);

        _bench.Out.ShouldContain("machines");
    }

    [Fact]
    public async Task Yaml_is_the_same_answer()
    {
        _admin.Answer = (200, """{"runners": [], "members_of_tomorrow": {"a": 1.50, "b": ["no", null]}}""");

        (await RunAsync("runners", "-o", "yaml")).ShouldBe(0);

        _bench.Out.ShouldBe(
            """
            runners: []
            members_of_tomorrow:
              a: 1.50
              b:
              - "no"
              - null

            """);
    }

    [Fact]
    public async Task Nothing_to_show_is_said_where_no_program_reads_it()
    {
        _admin.Says(new JobsReply([]), ApiJson.Default.JobsReply);

        (await RunAsync("jobs", "--state", "waiting")).ShouldBe(0);

        _bench.Out.ShouldBeEmpty();
        _bench.Error.ShouldBe("No jobs are waiting.\n");
        _admin.Requests.ShouldBe(["GET /api/v1/jobs?state=waiting&limit=500"]);
    }

    [Theory]
    [InlineData("waiting", 1, "")]
    [InlineData("held", 7, "1 of 7 jobs are shown; --limit shows up to 5000.\n")]
    [InlineData("all", 7, "1 of at least 7 jobs are shown; --limit shows up to 5000.\n")]
    public async Task What_the_limit_cut_off_is_said_where_no_program_reads_it(string state, int total, string said)
    {
        _admin.Says(new JobsReply([Samples.Job]) { Total = total }, ApiJson.Default.JobsReply);

        (await RunAsync("jobs", "--state", state, "--limit", "1")).ShouldBe(0);

        _bench.Error.ShouldBe(said);
        _admin.Requests.ShouldBe([$"GET /api/v1/jobs?state={state}&limit=1"]);
    }

    [Fact]
    public async Task An_order_tells_who_asks_and_shows_the_answer()
    {
        _admin.Says(new AskReply("pool linux", "Pool linux is paused."), ApiJson.Default.AskReply);

        (await RunAsync("pause", "linux")).ShouldBe(0);

        _bench.Out.ShouldBe("Pool linux is paused.\n");
        _admin.Requests.ShouldBe(["""POST /api/v1/pools/linux/pause {"by":"mona"}"""]);
    }

    [Fact]
    public async Task A_job_is_named_by_the_address_of_its_page_wherever_one_is_asked_for()
    {
        _admin.Says(new AskReply("github.com/42", "job github.com/42 is tried again"), ApiJson.Default.AskReply);

        (await RunAsync("jobs", "retry", "https://github.com/acme/shop/actions/runs/5/job/42")).ShouldBe(0);

        _admin.Requests.ShouldBe(["""POST /api/v1/jobs/github.com/42/retry {"by":"mona"}"""]);
    }

    [Fact]
    public async Task A_name_cannot_change_what_is_asked()
    {
        _admin.Refuses(404, "There is no runner.", remedy: null);

        await RunAsync("runners", "retire", "../pools/linux/drain?x=");

        _admin.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/runners/..%2Fpools%2Flinux%2Fdrain");
    }

    [Fact]
    public async Task Nobody_there_is_exit_code_3_with_what_to_do()
    {
        (await _bench.RunAsync("status", "--admin", "unix:/nowhere/admin.sock")).ShouldBe(3);

        _bench.Error.ShouldBe(
            """
            paddock: No Paddock answers at unix:/nowhere/admin.sock: is it running?
              Start it with paddock run, or name another with --admin or --config.

            """);
    }

    [Fact]
    public async Task An_unknown_thing_is_exit_code_4_with_the_suggestion_of_the_reply()
    {
        _admin.Refuses(404, "There is no pool lnux.", "Did you mean linux?");

        (await RunAsync("drain", "lnux")).ShouldBe(4);

        _bench.Error.ShouldBe("paddock: There is no pool lnux.\n  Did you mean linux?\n");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_token_is_exit_code_5_and_names_the_variable(int status)
    {
        _admin.Refuses(status, "No.", remedy: null);

        (await RunAsync("status")).ShouldBe(5);

        _bench.Error.ShouldContain("PADDOCK_ADMIN_TOKEN");
    }

    [Fact]
    public async Task Any_other_refusal_is_exit_code_1_in_the_words_of_the_reply()
    {
        _admin.Refuses(503, "The store does not answer.", "Look at its disk.");

        (await RunAsync("status")).ShouldBe(1);

        _bench.Error.ShouldBe("paddock: The store does not answer.\n  Look at its disk.\n");
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"something": "else"}""")]
    [InlineData(404, "<html>")]
    [InlineData(500, "")]
    public async Task Something_else_that_answers_is_no_paddock(int status, string body)
    {
        _admin.Answer = (status, body);

        (await RunAsync("status")).ShouldBe(1);

        _bench.Error.ShouldContain("is no Paddock of this version");
    }

    [Fact]
    public async Task The_token_comes_from_the_environment()
    {
        _bench.Environment["PADDOCK_ADMIN_TOKEN"] = "s3cret";

        await RunAsync("plan", "-o", "json");

        _admin.Authorization.ShouldBe("Bearer s3cret");
    }

    [Fact]
    public async Task The_address_may_come_from_the_environment()
    {
        _bench.Environment["PADDOCK_ADMIN"] = _admin.Address;
        _admin.Says(new RunnersReply([]), ApiJson.Default.RunnersReply);

        (await _bench.RunAsync("runners")).ShouldBe(0);
    }

    private Task<int> RunAsync(params string[] words) => _bench.RunAsync([.. words, "--admin", _admin.Address]);
}
