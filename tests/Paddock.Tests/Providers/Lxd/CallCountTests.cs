using System.Text.RegularExpressions;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>
/// What one job costs in calls, from its machine's making to its disappearance, so that nobody adds one without
/// knowing. The image has been looked into before, as it is for every job but the first.
/// </summary>
public sealed partial class CallCountTests : LxdTest
{
    private static readonly string[] OfMaking =
    [
        "GET /instances/*", "GET /images/aliases/*", "GET /instances", "GET /projects/*", "POST /instances",
        "GET /operations/*/wait",
    ];

    /// <summary>The unit, its link, the runner's archive, which a baked image saves, and the parcel.</summary>
    private static readonly string[] OfServing =
    [
        "GET /instances/*", "POST /instances/*/files", "POST /instances/*/files", "POST /instances/*/files",
        "POST /instances/*/files", "PUT /instances/*/state", "GET /operations/*/wait",
    ];

    private static readonly string[] OfCreatedSeen = ["GET /instances/*"];

    private static readonly string[] OfStartSeen = ["GET /instances/*"];

    private static readonly string[] OfEndSeen = ["GET /instances/*", "GET /instances/*/console"];

    /// <summary>It is gone by itself; whoever wants to be sure asks.</summary>
    private static readonly string[] OfDeletion = ["GET /instances/*"];

    internal override StandingOptions Options(StandingOptions options) => options with
    {
        DeletionTime = TimeSpan.FromSeconds(4),
    };

    [Fact]
    public async Task A_job_in_a_container_from_cold_takes_eighteen_calls()
    {
        var provider = await WarmAsync();
        await using var watch = new Listening(provider, Stop);
        await watch.HearAsync(news => news is MachineEvent.Gap);
        var before = Lxd.Requests.Count;

        await provider.EnsureAsync(Spec(), Stays, Stop);
        await EndAsync(provider, watch);

        ExpectCalls(
            before, [.. OfMaking, .. OfServing, .. OfCreatedSeen, .. OfStartSeen, .. OfEndSeen, .. OfDeletion], 18);
    }

    [Fact]
    public async Task A_job_in_a_blank_container_takes_twelve_calls_from_its_ticket_on()
    {
        var provider = await WarmAsync();
        await using var watch = new Listening(provider, Stop);
        await watch.HearAsync(news => news is MachineEvent.Gap);
        await provider.EnsureAsync(Spec(), ticket: null, Stop);
        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Blank });
        var before = Lxd.Requests.Count;

        await provider.EnsureAsync(Spec() with { MustExist = true }, Stays, Stop);
        await EndAsync(provider, watch);

        ExpectCalls(before, ["GET /instances/*", .. OfServing, .. OfStartSeen, .. OfEndSeen, .. OfDeletion], 12);
    }

    private async Task<IProvider> WarmAsync()
    {
        var provider = Open();
        await provider.EnsureAsync(Spec("pdk-first"), Stays, Stop);
        return provider;
    }

    private async Task EndAsync(IProvider provider, Listening watch)
    {
        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Running });
        GuestPrograms.End(Lxd.Guest(Name), 0);
        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Finished });
        Time.Advance(TimeSpan.FromSeconds(4));
        await watch.HearAsync(news => news is MachineEvent.Gone);
        (await provider.DeleteAsync(new MachineName(Name), Stop)).ShouldBeOfType<DeleteReply.Gone>();
    }

    /// <summary>Whoever hears of it and whoever makes it ask side by side, so their order says nothing.</summary>
    private void ExpectCalls(int since, IReadOnlyList<string> expected, int count)
    {
        var asked = Lxd.Requests.Skip(since).Select(
            one => One().Replace($"{one.Method} {one.Path}".Replace("/1.0", "", StringComparison.Ordinal), "$1*"));
        asked.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
        expected.Count.ShouldBe(count);
    }

    [GeneratedRegex("((?:instances|operations|images/aliases|projects)/)[^/]+")]
    private static partial Regex One();
}
