using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Ends as they are heard, and deletions.</summary>
public sealed class WatchTests : LxdTest
{
    private static readonly MachineName Machine = new(Name);

    internal override StandingOptions Options(StandingOptions options) => options with
    {
        DeletionTime = TimeSpan.FromSeconds(4),
    };

    [Fact]
    public async Task In_the_moment_before_it_goes_an_end_is_read()
    {
        var provider = Open();
        await using var watch = await ListenAsync(provider);
        await provider.EnsureAsync(Spec(), Stays, Stop);

        End(3);

        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.ExitCode: 3 });
        await GoAsync();
        await watch.HearAsync(news => news is MachineEvent.Gone gone && gone.Name == Machine);
        var diagnosis = await provider.DiagnoseAsync(Machine, Stop);
        (diagnosis!.ExitCode, diagnosis.LogTail.Contains("Listening for Jobs")).ShouldBe((3, true));
        FaultOf(await provider.EnsureAsync(Spec(), Stays, Stop)).Kind.ShouldBe(FaultKind.NotFound);
    }

    [Fact]
    public async Task An_end_that_nobody_was_fast_enough_to_look_at_is_an_end_all_the_same()
    {
        var provider = Open();
        await using var watch = await ListenAsync(provider);
        await provider.EnsureAsync(Spec(), Stays, Stop);
        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Running });
        Lxd.Next("GET /1.0/instances/*", new Mishap.Refuse(404, "Instance not found"));

        End(0);
        await GoAsync();

        await watch.HearAsync(news => news is MachineEvent.Gone);
        FaultOf(await provider.EnsureAsync(Spec(), Stays, Stop)).Kind.ShouldBe(FaultKind.NotFound);
    }

    [Fact]
    public async Task After_every_break_a_gap_is_told()
    {
        await using var watch = await ListenAsync(Open());

        Lxd.DropEvents();
        await Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(() => watch.Heard.Count(news => news is MachineEvent.Gap) == 2);
    }

    [Theory]
    [InlineData("{\"type\":\"lifec")]
    [InlineData("nothing of the sort")]
    [InlineData("{\"type\":\"lifecycle\",\"metadata\":{\"action\":1,\"source\":[]}}")]
    public async Task What_cannot_be_read_breaks_the_stream_and_nothing_else(string frame)
    {
        await using var watch = await ListenAsync(Open());

        Lxd.Say(frame);
        await Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(() => watch.Heard.Count(news => news is MachineEvent.Gap) == 2);
    }

    [Fact]
    public async Task Strangers_and_other_things_are_passed_over()
    {
        var provider = Open();
        await using var watch = await ListenAsync(provider);
        await AdministerAsync("POST", "/1.0/instances", $$"""
            {"name":"other","source":{"type":"image","alias":"{{LxdPlace.Image}}"} }
            """);
        Lxd.DeleteByHand("other");
        Lxd.Say("""{"type":"lifecycle","metadata":{"action":"instance-deleted","source":"/1.0/images/abc"}}""");
        Lxd.Say("""{"type":"lifecycle","metadata":null}""");

        await provider.EnsureAsync(Spec(), Stays, Stop);

        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Running });
        watch.Heard.ShouldAllBe(news => news is MachineEvent.Gap || news is MachineEvent.Seen);
    }

    [Fact]
    public async Task In_a_project_of_its_own_it_hears_and_deletes_as_well()
    {
        Lxd.AddProject("ci");
        var provider = Open(lab => lab with { Project = "ci" });
        await using var watch = await ListenAsync(provider);
        await provider.EnsureAsync(Spec(), Stays, Stop);
        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Running });

        var deleting = provider.DeleteAsync(Machine, Stop);
        await GoAsync();

        (await deleting).ShouldBeOfType<DeleteReply.Gone>();
        await watch.HearAsync(news => news is MachineEvent.Gone);
    }

    [Fact]
    public async Task A_stopped_one_is_deleted_and_a_running_one_stopped_first()
    {
        var provider = Open(lab => lab with { Ephemeral = false });
        await provider.EnsureAsync(Spec("pdk-blank"), ticket: null, Stop);
        await provider.EnsureAsync(Spec(), Stays, Stop);

        (await provider.DeleteAsync(new MachineName("pdk-blank"), Stop)).ShouldBeOfType<DeleteReply.Gone>();
        (await provider.DeleteAsync(Machine, Stop)).ShouldBeOfType<DeleteReply.Gone>();

        Lxd.Names().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Instance is busy running a \"create\" operation")]
    [InlineData("Failed deleting storage volume: exit status 1")]
    public async Task What_cannot_be_deleted_yet_is_under_way(string said)
    {
        var provider = Open();
        await provider.EnsureAsync(Spec(), ticket: null, Stop);
        Lxd.Next("DELETE /1.0/instances/*", new Mishap.OperationFails(said));

        (await provider.DeleteAsync(Machine, Stop)).ShouldBeOfType<DeleteReply.UnderWay>();
        (await provider.DeleteAsync(Machine, Stop)).ShouldBeOfType<DeleteReply.Gone>();
    }

    private async Task<Listening> ListenAsync(IProvider provider)
    {
        var watch = new Listening(provider, Stop);
        await watch.HearAsync(news => news is MachineEvent.Gap);
        return watch;
    }

    private void End(int code) => GuestPrograms.End(Lxd.Guest(Name), code);

    /// <summary>The server deletes what has ended.</summary>
    private async Task GoAsync()
    {
        await Eventually.HoldsAsync(() => Time.CountDueIn(TimeSpan.FromSeconds(4)) > 0);
        Time.Advance(TimeSpan.FromSeconds(4));
    }
}
