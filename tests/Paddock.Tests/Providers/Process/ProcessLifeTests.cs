using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Process;

namespace Paddock.Tests.Providers.Process;

/// <summary>How a machine lives and ends, with whatever runs in it.</summary>
public sealed class ProcessLifeTests
{
    /// <summary>Leaves its session and its parent, as services that jobs start do.</summary>
    private const string Runaway = "setsid sh -c 'echo $$ > ran; exec sleep 600' & ";

    private static readonly MachineSpec Spec = ProcessPlace.Spec("one");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_runner_that_goes_leaves_its_exit_code_and_its_log()
    {
        await using var place = ProcessPlace.OfScript("echo 'Listening for Jobs'; exit 3");
        var provider = place.Open();
        await provider.MakeAsync(Spec);
        var ended = await provider.EndedAsync(Spec.Name);
        ended.ShouldBe(new ListedMachine(Spec.Name, MachinePhase.Finished, 3, ""));
        var diagnosis = await provider.DiagnoseAsync(Spec.Name, Stop);
        diagnosis.ShouldBe(new Diagnosis(3, "Listening for Jobs\n"));
    }

    [Fact]
    public async Task Its_log_is_bounded_and_ends_with_the_newest()
    {
        await using var place = ProcessPlace.OfScript(
            "for i in $(seq 6000); do echo \"line $i of many that say nothing at all, at length\"; done; exit 0");
        var provider = place.Open();
        await provider.MakeAsync(Spec);
        await provider.EndedAsync(Spec.Name);
        var tail = (await provider.DiagnoseAsync(Spec.Name, Stop))!.LogTail;
        tail.Length.ShouldBe(Diagnosis.LogTailBytesMax);
        tail.ShouldEndWith("line 6000 of many that say nothing at all, at length\n");
        Directory.GetFiles(place.FolderOf(Spec.Name), "log*").Sum(file => new FileInfo(file).Length)
            .ShouldBeLessThan(2 * 129 * 1024);
    }

    [Fact]
    public async Task Its_lifetime_ends_it_with_everything_it_started()
    {
        await using var place = ProcessPlace.OfScript(Runaway + "trap 'exit 9' TERM; while true; do sleep 0.1; done");
        var provider = place.Open();
        await provider.MakeAsync(Spec with { Lifetime = TimeSpan.FromSeconds(1) });
        var runaway = int.Parse(await place.WrittenAsync(Spec.Name, "ran"));
        var ended = await provider.EndedAsync(Spec.Name);
        ended.ShouldBe(new ListedMachine(Spec.Name, MachinePhase.Finished, 124, "its lifetime was over"));
        await ProcessTest.GoneAsync(runaway);
    }

    [Fact]
    public async Task What_a_runner_leaves_running_ends_with_it()
    {
        await using var place = ProcessPlace.OfScript(
            Runaway + "while [ ! -s ran ]; do sleep 0.05; done; exit 0");
        var provider = place.Open();
        await provider.MakeAsync(Spec);
        var runaway = int.Parse(await place.WrittenAsync(Spec.Name, "ran"));
        (await provider.EndedAsync(Spec.Name)).ExitCode.ShouldBe(0);
        await ProcessTest.GoneAsync(runaway);
    }

    [Fact]
    public async Task Deleted_it_is_gone_with_everything_it_started_and_wrote()
    {
        await using var place = ProcessPlace.OfScript(
            "set -m; mkdir -p deep/er; touch deep/er/x; chmod 555 deep/er deep; " + Runaway + "sleep 600");
        var provider = place.Open();
        await provider.MakeAsync(Spec);
        var runaway = int.Parse(await place.WrittenAsync(Spec.Name, "ran"));
        await provider.DeletedAsync(Spec.Name);
        (ProcessStat.Read(runaway) is { IsAlive: true }).ShouldBeFalse();
        Directory.GetFileSystemEntries(Path.Combine(place.Root, "machines")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_keeper_that_is_killed_is_told_as_failed_and_what_it_kept_is_cleared()
    {
        await using var place = ProcessPlace.OfScript("echo $$ > ran; exec sleep 600");
        var provider = place.Open();
        await provider.MakeAsync(Spec);
        var runner = int.Parse(await place.WrittenAsync(Spec.Name, "ran"));
        var claim = new MachineFolder(place.FolderOf(Spec.Name)).ReadClaim()!;
        System.Diagnostics.Process.GetProcessById(claim.Keeper!.Value.Id).Kill();
        (await provider.EndedAsync(Spec.Name)).Phase.ShouldBe(MachinePhase.Failed);
        await provider.DeletedAsync(Spec.Name);
        (ProcessStat.Read(runner) is { IsAlive: true }).ShouldBeFalse();
    }

    [Fact]
    public async Task Its_keeper_leads_a_session_of_its_own_so_that_our_end_does_not_reach_it()
    {
        await using var place = ProcessPlace.OfScript("sleep 600");
        await place.Open().MakeAsync(Spec);
        var keeper = new MachineFolder(place.FolderOf(Spec.Name)).ReadClaim()!.Keeper!.Value;
        ProcessStat.Read(keeper.Id)!.Value.Session.ShouldBe(keeper.Id);
    }
}
