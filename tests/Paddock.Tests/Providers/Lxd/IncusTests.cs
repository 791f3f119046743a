using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Where Incus is another server than LXD.</summary>
public sealed class IncusTests : LxdTest
{
    internal override StandingOptions Options(StandingOptions options) =>
        options with { Flavour = Flavour.Incus60 };

    [Fact]
    public async Task Files_are_root_s_alone_under_the_headers_it_reads()
    {
        await Open().EnsureAsync(Spec(), ticket: null, Stop);
        Lxd.Next("PUT /1.0/instances/*/state", new Mishap.Refuse(503, "shutting down"));
        await Open().EnsureAsync(Spec() with { MustExist = true }, Stays, Stop);

        Lxd.Guest(Name).Files["/.paddock.parcel"].Mode.ShouldBe("0600");
        Lxd.Guest(Name).Config.GetValueOrDefault("security.guestapi").ShouldBe("false");
        Lxd.Guest(Name).Config.Keys.ShouldNotContain("security.devlxd");
    }

    [Fact]
    public async Task A_failure_inside_of_a_success_is_a_failure()
    {
        Lxd.Next("POST /1.0/instances", new Mishap.OperationFails(
            "Failed loading storage pool: Storage pool not found"));

        FaultOf(await Open().EnsureAsync(Spec(), Stays, Stop)).Kind.ShouldBe(FaultKind.InvalidSpec);
    }

    [Fact]
    public async Task A_taken_name_is_known_by_the_words_of_its_database()
    {
        await Open().EnsureAsync(Spec(), ticket: null, Stop);
        Lxd.Next("GET /1.0/instances/*", new Mishap.Refuse(404, "Instance not found"));

        var reply = await Open().EnsureAsync(Spec(), Stays, Stop);

        reply.ShouldBe(new EnsureReply.Done(Adopted: true));
        Lxd.Names().ShouldBe([Name]);
    }
}
