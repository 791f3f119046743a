using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Docker;

/// <summary>Lost replies, crashes, and requests that cannot be answered with a machine.</summary>
public sealed class DockerFaultTests(DockerHost host) : DockerTest(host)
{
    [Fact]
    public async Task A_lost_reply_to_a_create_is_ambiguous_and_adopted_by_the_next_call()
    {
        var spec = Spec();
        var broken = Host.Open(
            Identity, around: inner => new Interruption(inner, loses: Interruption.IsCreate));
        FaultOf(await broken.EnsureAsync(spec, Script("sleep 60"), Stop)).Kind.ShouldBe(FaultKind.Ambiguous);
        (await ListAsync()).Single().Phase.ShouldBe(MachinePhase.Creating);

        (await EnsureAsync(spec, "sleep 60")).ShouldBe(new EnsureReply.Done(Adopted: true));
        (await ListAsync()).Single().Phase.ShouldBe(MachinePhase.Running);
    }

    [Fact]
    public async Task A_lost_reply_to_a_start_is_looked_after()
    {
        var broken = Host.Open(Identity, around: inner => new Interruption(inner, loses: Interruption.IsStart));
        (await broken.EnsureAsync(Spec(), Script("sleep 60"), Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));
    }

    [Fact]
    public async Task A_crash_between_create_and_start_is_made_good_by_the_next_start_of_Paddock()
    {
        var spec = Spec();
        var dying = Host.Open(Identity, around: inner => new Interruption(
            inner, kills: request => Interruption.IsPut(request)));
        FaultOf(await dying.EnsureAsync(spec, Script("sleep 60"), Stop)).Kind.ShouldBe(FaultKind.Ambiguous);
        (await ListAsync()).Single().Phase.ShouldBe(MachinePhase.Creating);

        var next = Host.Open(Identity);
        (await next.EnsureAsync(spec, Script("sleep 60"), Stop)).ShouldBe(new EnsureReply.Done(Adopted: true));
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing_behind()
    {
        var provider = Host.Open(Identity, settings => settings with { Network = "no-such-network" });
        FaultOf(await provider.EnsureAsync(Spec(), Script("true"), Stop)).Kind.ShouldBe(FaultKind.InvalidSpec);
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_absent_image_is_named_with_its_remedy()
    {
        var fault = FaultOf(await EnsureAsync(Spec("paddock-test/nowhere:1"), "true"));
        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        fault.Message.ShouldContain("paddock-test/nowhere:1");
        fault.Message.ShouldContain("pull: missing");
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a b")]
    [InlineData("-rf")]
    [InlineData("x?force=1")]
    [InlineData("")]
    [InlineData("a")]
    public async Task A_name_that_is_none_is_refused_and_deletes_nothing(string name)
    {
        var spec = Spec() with { Name = new MachineName(name) };
        FaultOf(await EnsureAsync(spec, "true")).Kind.ShouldBe(FaultKind.InvalidSpec);
        (await Provider.DeleteAsync(spec.Name, Stop)).ShouldBeOfType<DeleteReply.Gone>();
        (await Provider.DiagnoseAsync(spec.Name, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_beginning_of_an_id_is_no_name()
    {
        var spec = Spec();
        (await EnsureAsync(spec, "sleep 60")).ShouldBeOfType<EnsureReply.Done>();
        var id = await Host.DockerAsync("inspect", "--format", "{{.Id}}", spec.Name.Value);
        (await Provider.DeleteAsync(new MachineName(id[..12]), Stop)).ShouldBeOfType<DeleteReply.Gone>();
        (await ListAsync()).Single().Phase.ShouldBe(MachinePhase.Running);
    }

    [Fact]
    public async Task Of_two_that_want_the_last_room_exactly_one_gets_it()
    {
        var total = long.Parse(await Host.DockerAsync("info", "--format", "{{.MemTotal}}"));
        var provider = Host.Open(
            Identity, settings => settings with { MemoryReserveBytes = total - (300L * 1024 * 1024) });
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => provider.EnsureAsync(Spec(), Script("sleep 60"), Stop)));
        replies.OfType<EnsureReply.Done>().Count().ShouldBe(1);
        var fault = replies.OfType<EnsureReply.Refused>().First().Fault;
        fault.Kind.ShouldBe(FaultKind.CapacityUnavailable);
        fault.Message.ShouldContain("0.29 GiB of memory");
    }

    [Fact]
    public async Task A_full_disk_is_told_with_its_remedy()
    {
        var provider = Host.Open(Identity, settings => settings with { DiskFreeMinBytes = long.MaxValue });
        var fault = FaultOf(await provider.EnsureAsync(Spec(), Script("true"), Stop));
        fault.Kind.ShouldBe(FaultKind.CapacityUnavailable);
        fault.Message.ShouldContain("docker system prune");
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_one_sentence_and_its_remedy()
    {
        var provider = Host.Open(Identity, settings => settings with { Host = new Uri("unix:///nowhere/docker.sock") });
        var finding = (await provider.ValidateAsync([Spec().Offer], Stop)).ShouldHaveSingleItem();
        finding.IsError.ShouldBeTrue();
        finding.Message.ShouldBe(
            "There is no Docker Engine: /nowhere/docker.sock does not exist. Start it (systemctl start docker) or "
            + "correct host.");
        FaultOf(await provider.EnsureAsync(Spec(), Script("true"), Stop)).Kind.ShouldBe(FaultKind.Transient);
        (await provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>();
    }

    [Fact]
    public async Task What_is_wrong_with_offers_is_found_at_once()
    {
        var offer = Spec().Offer;
        var findings = await Provider.ValidateAsync(
        [
            offer, offer with { Size = new MachineSize(MemoryBytes: 1L << 50) }, offer with { Image = "nowhere:1" },
        ], Stop);
        findings.Where(finding => finding.IsError).Select(finding => finding.Message[..12])
            .ShouldBe(["1048576 GiB ", "Image nowher"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_broken_stream_of_events_is_mended_and_told_as_a_gap()
    {
        var seen = new List<MachineEvent>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var provider = Host.Open(Identity, around: inner => new Interruption(
            inner, loses: request => request.RequestUri!.AbsolutePath.EndsWith("/events", StringComparison.Ordinal)));
        var watching = Task.Run(async () =>
        {
            await foreach (var happened in provider.WatchAsync(stop.Token))
            {
                lock (seen)
                {
                    seen.Add(happened);
                }
            }
        }, Stop);
        bool Has<T>() where T : MachineEvent
        {
            lock (seen)
            {
                return seen.OfType<T>().Any();
            }
        }
        await Eventually.HoldsAsync(() => Has<MachineEvent.Gap>());
        var spec = Spec();
        await RunAsync(spec, "true");
        await Eventually.HoldsAsync(() => Has<MachineEvent.Seen>());
        await Provider.DeleteAsync(spec.Name, Stop);
        await Eventually.HoldsAsync(() => Has<MachineEvent.Gone>());
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(watching);
    }
}
