using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>
/// A map of labels to kinds of machines with a cap for each: several pools. Jobs are matched as GitHub matches them,
/// no full entry holds up another, and every cap holds.
/// </summary>
public sealed class LabelMapTests
{
    private static readonly PoolPolicy[] Map =
    [
        Entry("plain", 2, "self-hosted", "linux"),
        Entry("docker", 1, "self-hosted", "linux", "docker"),
        Entry("machine", 1, "self-hosted", "linux", "vm"),
    ];

    private readonly TestFleet _fleet = new(TestPolicy.Of(Map));

    [Theory]
    [InlineData("self-hosted,linux", "plain")]
    [InlineData("linux", "plain")]
    [InlineData("LINUX,Self-Hosted", "plain")]
    [InlineData("Docker,self-hosted", "docker")]
    [InlineData("vm", "machine")]
    [InlineData("docker,vm", "")]
    [InlineData("self-hosted,linux,gpu", "")]
    public void A_job_goes_to_the_first_entry_that_has_all_its_labels_whatever_their_case(string labels, string entry)
    {
        _fleet.Queue(1, labels.Split(','));

        Started().ShouldBe(entry.Length == 0 ? [] : [entry]);
    }

    [Fact]
    public void A_full_entry_holds_no_other_one_up()
    {
        _fleet.Queue(1, "self-hosted", "docker");
        var second = _fleet.Queue(2, "self-hosted", "docker");
        _fleet.Queue(3, "self-hosted", "vm");
        _fleet.Queue(4, "self-hosted", "linux");

        Started().Order().ShouldBe(["docker", "machine", "plain"]);
        _fleet.WaitOf(second)!.Value.Reason.ShouldBe(WaitReason.PoolLimit);
    }

    [Fact]
    public void Every_cap_holds_however_many_jobs_wait()
    {
        for (var job = 1; job <= 30; job += 3)
        {
            _fleet.Queue(job, "self-hosted", "linux");
            _fleet.Queue(job + 1, "self-hosted", "docker");
            _fleet.Queue(job + 2, "self-hosted", "vm");
        }

        Started().GroupBy(entry => entry).OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Count()))
            .ShouldBe([("docker", 1), ("machine", 1), ("plain", 2)]);
    }

    private List<string> Started() =>
        [.. _fleet.Turn().OfType<StartRunner>().Select(start => start.Runner.Plan.Pool.Value)];

    private static PoolPolicy Entry(string name, int runnersMax, params string[] labels) => TestPolicy.Pool(name) with
    {
        Labels = new LabelSet(labels), RunnersMax = runnersMax, Spill = false,
    };
}
