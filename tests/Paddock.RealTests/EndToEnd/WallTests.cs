using System.Text;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.Control;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.EndToEnd;

/// <summary>What a job cannot see, and what its words cannot do.</summary>
[Collection(nameof(DockerHost))]
public sealed class WallTests(DockerHost host)
{
    private const int SecretCharsMin = 16;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_reaches_neither_the_engine_nor_the_admin_API_and_its_ticket_is_nowhere_to_read()
    {
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape());
        var run = await fleet.PushAsync(LiveFleet.Job(
            "look around",
            new NewStep($"""
                test ! -e /var/run/docker.sock
                test ! -e '{fleet.AdminSocket}'
                echo "sockets: $(find / -xdev -type s ! -name 'dotnet-diagnostic-*' 2> /dev/null | wc -l)"
                env | sort
                exec 4<> /dev/tcp/127.0.0.1/{fleet.Hooks.Port}
                printf 'GET /api/v1/status HTTP/1.0\r\n\r\n' >&4
                read -r answer <&4
                echo "the admin API answers $answer"
                """),
            fleet.Desk.Hold("inside")));
        var seen = await fleet.UntilAsync(
            "the job is inside, or over",
            state => fleet.Desk.Reports.Count == 1 || state.Jobs.Single().Status == "completed");
        fleet.Desk.Reports.ShouldBe(["inside"], (await fleet.GitHub.LogAsync(seen.Jobs.Single().Id, Stop)).Job);

        var container = (await fleet.Engine.MachinesAsync(Stop)).ShouldHaveSingleItem();
        var inspected = await fleet.Engine.InspectAsync(container, Stop);
        var processes = await host.DockerAsync("top", container, "-eo", "pid,args");
        var ticket = await TicketAsync(container, JsonNode.Parse(inspected)!);
        ticket.Count(text => text.Length >= SecretCharsMin).ShouldBeGreaterThan(3 * (3 + 3));
        foreach (var secret in ticket.Concat(fleet.Secrets))
        {
            inspected.ShouldNotContain(secret);
            processes.ShouldNotContain(secret);
        }

        fleet.Desk.Open();
        var job = (await fleet.UntilOverAsync(run)).Single();
        var log = (await fleet.GitHub.LogAsync(job.Id, Stop)).Job!;
        job.Conclusion.ShouldBe("success", log);
        log.ShouldContain("sockets: 0");
        log.ShouldContain("the admin API answers HTTP/1.1 404");
        fleet.Secrets.ShouldAllBe(secret => !log.Contains(secret));
        await fleet.ShouldLeaveNothingAsync();
    }

    [Fact]
    public async Task Names_and_labels_are_data_and_nothing_else()
    {
        var trap = Path.Combine(Path.GetTempPath(), $"paddock-e2e-{Path.GetRandomFileName()}");
        var words = $"\"'; $(touch {trap}) `touch {trap}` && <b>[red]{{0}} %s \\";
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape { Labels = [words] });
        var evil = $"{words}\r\n::add-mask::x\u001b[31m\u0000\u202e";
        var long10K = evil + new string('x', 10_240);

        var run = await fleet.GitHub.QueueRunAsync(
            new NewRun(
                "acme/app",
                [
                    new NewJob(long10K, ["self-hosted", words]) { Steps = [fleet.Desk.Report("ran")] },
                    new NewJob(evil, ["self-hosted", evil, long10K]),
                ])
            {
                Workflow = long10K,
            },
            Stop);
        var job = (await fleet.UntilAsync(
            "the first is over", state => state.Jobs.Any(one => one.Status == "completed"))).Jobs[0];

        job.Conclusion.ShouldBe("success");
        fleet.Desk.Reports.ShouldBe(["ran"]);
        foreach (var id in run.Jobs)
        {
            await ShouldBePlainAsync(fleet, "explain", id.ToString());
        }
        await ShouldBePlainAsync(fleet, "jobs", "--state", "all");
        var (_, json, _) = await fleet.CommandAsync("jobs", "--state", "waiting", "-o", "json");
        var waiting = JsonNode.Parse(json)!["jobs"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)waiting["wait"]!["reason"]!).ShouldBe("no-pool");

        await fleet.GitHub.CancelRunAsync(run.Id, Stop);
        await fleet.UntilOverAsync(run);
        await fleet.ShouldLeaveNothingAsync();
        File.Exists(trap).ShouldBeFalse();
        fleet.Engine.Made.ShouldBe(1);
    }

    /// <summary>Nothing that a terminal obeys, and no line of somebody else's making.</summary>
    private static async Task ShouldBePlainAsync(LiveFleet fleet, params IEnumerable<string> words)
    {
        var (code, output, error) = await fleet.CommandAsync(words);
        code.ShouldBe(0, error);
        output.Where(char.IsControl).ShouldAllBe(letter => letter == '\n');
        output.Split('\n').ShouldAllBe(line => !line.StartsWith("::", StringComparison.Ordinal));
    }

    /// <summary>
    /// Every secret text in the runner's three files as they lie in the container, and a piece of each file in base64,
    /// once and twice: a ticket comes as base64 of a text that holds each file as base64.
    /// </summary>
    private async Task<IReadOnlyList<string>> TicketAsync(string container, JsonNode inspected)
    {
        var root = (string)inspected["Config"]!["Labels"]!["paddock.place.root"]!;
        var secrets = new List<string>();
        foreach (var file in (string[])[".runner", ".credentials", ".credentials_rsaparams"])
        {
            var text = await host.DockerAsync("exec", "--user", "0", container, "cat", $"{root}/{file}");
            var bytes = Encoding.UTF8.GetBytes(text);
            secrets.AddRange(Pieces(bytes));
            secrets.AddRange(Pieces(Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes))));

            // The runner's settings as such are no secret: its name is in them, and the address of GitHub.
            secrets.AddRange(
                file == ".runner" ? [] : Texts(JsonNode.Parse(text)!).Where(value => value.Length >= SecretCharsMin));
        }
        return secrets;
    }

    /// <summary>
    /// From near the beginning of the bytes, in base64; what it looks like in a longer text depends on where in a group
    /// of three it begins. The first group is left out, since it holds of what comes before.
    /// </summary>
    private static IEnumerable<string> Pieces(byte[] bytes) => Enumerable.Range(0, 3).Select(
        offset => Convert.ToBase64String([.. new byte[offset], .. bytes])[4..64]);

    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonObject parts => parts.Where(part => part.Value is not null).SelectMany(part => Texts(part.Value!)),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
