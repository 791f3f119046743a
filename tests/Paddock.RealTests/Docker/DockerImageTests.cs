using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Paddock.Core.Model;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Docker;

/// <summary>From images with and without a runner to a job that has run.</summary>
public sealed class DockerImageTests(DockerHost host) : DockerTest(host)
{
    [Fact]
    public async Task Five_at_once_make_one_layer()
    {
        // A new image: an old one may have its layer already.
        var image = $"paddock-test/bare-{Identity.Mark}:1";
        var container = await Host.DockerAsync("create", DockerHost.BareImage, "/bin/true");
        await Host.DockerAsync("commit", "--change", $"LABEL of={Identity.Mark}", container, image);
        await Host.DockerAsync("rm", container);
        var commits = 0;
        var provider = Host.Open(Identity, around: inner => new Interruption(inner, loses: request =>
        {
            commits += request.RequestUri!.AbsolutePath.EndsWith("/commit", StringComparison.Ordinal) ? 1 : 0;
            return false;
        }));
        try
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(
                _ => provider.EnsureAsync(Spec(image), ticket: null, Stop)));
            replies.ShouldAllBe(reply => reply is EnsureReply.Done);
            commits.ShouldBe(1);
            (await ListAsync()).ShouldAllBe(machine => machine.Phase == MachinePhase.Blank);
            (await Host.DockerAsync("ps", "--all", "--filter", $"label=paddock.helper={Identity.Install}", "--quiet"))
                .ShouldBeEmpty();
        }
        finally
        {
            foreach (var machine in await ListAsync())
            {
                await Provider.DeleteAsync(machine.Name, Stop);
            }

            // The image and the layer made of it, by name: in whichever order they come, the second takes with it what
            // the first had to leave. By id, an image with a child cannot be removed.
            var made = await Host.DockerAsync(
                "images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", $"label=of={Identity.Mark}");
            await Host.DockerAsync(["rmi", .. made.Split('\n')]);
        }
    }

    [Fact]
    public async Task A_blank_machine_takes_a_real_job_and_runs_it_as_a_user_of_its_own()
    {
        await using var github = await StandInServer.StartAsync(new StandInOptions { Seed = 1 }, Stop);
        using var control = github.Control();
        await control.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
        var build = new NewJob("build", ["self-hosted"])
        {
            Steps = [new NewStep("test \"$(id -un) $HOME\" = 'runner /home/runner'")],
        };
        var run = await control.QueueRunAsync(new NewRun("acme/app", [build]), Stop);

        var spec = Spec(DockerHost.BareImage);
        (await Provider.EnsureAsync(spec, ticket: null, Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));
        var ticket = await TicketAsync(github, spec.Name);
        (await Provider.EnsureAsync(spec with { MustExist = true }, ticket, Stop))
            .ShouldBe(new EnsureReply.Done(Adopted: true));

        var machine = await EndedAsync(spec);
        var log = (await Provider.DiagnoseAsync(spec.Name, Stop))!.LogTail;
        machine.ExitCode.ShouldBe(0, log);
        var job = await control.JobAsync(run.Jobs[0], Stop);
        job.Conclusion.ShouldBe("success", log);
        job.RunnerName.ShouldBe(spec.Name.Value);
        FaultOf(await Provider.EnsureAsync(spec, ticket, Stop)).Kind.ShouldBe(FaultKind.NotFound);
    }

    [Theory]
    [InlineData("relative/path", "plain absolute path")]
    [InlineData("/a'b", "plain absolute path")]
    public async Task A_label_that_is_no_path_is_refused(string root, string words)
    {
        var image = $"paddock-test/label-{Identity.Mark}:1";
        var container = await Host.DockerAsync(
            "create", "--label", $"paddock.runner-root={root}", DockerHost.BareImage, "/bin/true");
        await Host.DockerAsync("commit", container, image);
        await Host.DockerAsync("rm", container);
        var fault = FaultOf(await EnsureAsync(Spec(image), "true"));
        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        fault.Message.ShouldContain(words);
        await Host.DockerAsync("rmi", image);
    }

    private static async Task<Ticket> TicketAsync(StandInServer github, MachineName name)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"{github.ApiAddress}/") };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        http.DefaultRequestHeaders.Authorization = new("Bearer", StandInToken.Admin.Value);
        var request = new JsonObject
        {
            ["name"] = name.Value, ["runner_group_id"] = 1, ["labels"] = new JsonArray("self-hosted"),
        };
        using var response = await http.PostAsJsonAsync("orgs/acme/actions/runners/generate-jitconfig", request, Stop);
        var body = (await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        var files = JsonNode.Parse(Convert.FromBase64String((string)body["encoded_jit_config"]!))!.AsObject();
        return new Ticket([.. files.Select(file => new TicketFile(
            file.Key, new Secret(Encoding.UTF8.GetString(Convert.FromBase64String((string)file.Value!)))))]);
    }
}
