using Paddock.Core.Model;
using Paddock.GitHubStandIn;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Process;

/// <summary>
/// The stub runner, packed like the real one, as this provider starts it, with the stand-in for GitHub.
/// </summary>
public sealed class ProcessRunnerTests : StandInTest
{
    private readonly ProcessPlace _place = ProcessPlace.OfStub();

    protected override StandInOptions Options => new() { Seed = 1, PollHold = TimeSpan.FromSeconds(20) };

    public override async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task<Ticket> TicketAsync(string name) => new(
    [
        .. ProtocolRunner.Unpack((await RegisterAsync(name)).Jit).Select(
            file => new TicketFile(file.Key, new Secret(file.Value.ToJsonString()))),
    ]);

    [Fact]
    public async Task It_takes_a_job_and_the_machine_ends()
    {
        var provider = _place.Open();
        var spec = ProcessPlace.Spec("pdk-one");
        var run = await QueueAsync(Job("build", "echo \"$RUNNER_NAME\"; env"));
        await provider.MakeAsync(spec, await TicketAsync("pdk-one"));
        var ended = await provider.EndedAsync(spec.Name);
        ended.Phase.ShouldBe(MachinePhase.Finished);
        var diagnosis = (await provider.DiagnoseAsync(spec.Name, Stop))!;
        (await Control.JobAsync(run.Jobs[0], Stop)).Conclusion.ShouldBe("success", diagnosis.LogTail);
        diagnosis.LogTail.ShouldContain("Listening for Jobs");
        (await Control.LogAsync(run.Jobs[0], Stop)).Job.ShouldNotBeNull().ShouldContain("pdk-one");
    }

    [Fact]
    public async Task Deleted_in_the_middle_of_a_job_nothing_of_the_job_is_left()
    {
        var provider = _place.Open();
        var spec = ProcessPlace.Spec("pdk-two");
        var mark = Path.Combine(_place.Root, "step");
        await QueueAsync(Job("build", $"setsid sleep 600 & echo $! > '{mark}'; sleep 600"));
        await provider.MakeAsync(spec, await TicketAsync("pdk-two"));
        var step = int.Parse(await Eventually.GetAsync(
            () => Task.FromResult(File.Exists(mark) ? File.ReadAllText(mark) : ""), text => text.EndsWith('\n')));
        await provider.DeletedAsync(spec.Name);
        await ProcessTest.GoneAsync(step);
    }

    [Fact]
    public async Task Its_lifetime_ends_an_idle_runner_politely()
    {
        var provider = _place.Open();
        var spec = ProcessPlace.Spec("pdk-three", TimeSpan.FromSeconds(6));
        await provider.MakeAsync(spec, await TicketAsync("pdk-three"));
        (await provider.EndedAsync(spec.Name)).ExitCode.ShouldBe(124);
        await Eventually.GetAsync(
            () => Control.StateAsync(Stop), state => state.Runners.All(runner => !runner.IsOnline));
    }
}
