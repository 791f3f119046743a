using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.Ports.Conformance;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Engine;

/// <summary>What of all that GitHub tells is worth keeping.</summary>
public sealed class IntakeTests
{
    private static readonly FleetPolicy Policy = TestPolicy.Of(TestPolicy.Pool());
    private static readonly string Ours = RunnerNames.Draw(Policy.Identity.Mark, new Seed(1, 1), 0);

    [Fact]
    public void A_job_that_a_pool_serves_is_kept() => Admit(Queued("linux")).Count.ShouldBe(1);

    [Fact]
    public void A_job_that_asks_for_self_hosted_in_vain_is_kept_so_that_it_can_be_shown() =>
        Admit(Queued("self-hosted", "windows")).Count.ShouldBe(1);

    [Fact]
    public void A_job_for_GitHubs_own_machines_is_not_kept() => Admit(Queued("ubuntu-latest")).ShouldBeEmpty();

    [Fact]
    public void A_start_on_a_runner_of_ours_says_that_the_runner_is_busy()
    {
        var facts = Admit(new JobStarted(At, Job, TestFleet.Details("linux"), Ours, At));
        facts.OfType<RunnerBusy>().ShouldHaveSingleItem().Runner.Value.ShouldBe(Ours);
    }

    [Fact]
    public void An_end_on_a_runner_of_ours_says_that_the_runner_has_finished()
    {
        var facts = Admit(new JobFinished(At, Job, TestFleet.Details("linux"), Ours, "success", At));
        facts.OfType<RunnerFinished>().ShouldHaveSingleItem().Job.ShouldBe(Job);
    }

    [Fact]
    public void A_job_on_a_runner_of_ours_is_kept_whatever_its_labels() =>
        Admit(new JobStarted(At, Job, TestFleet.Details("ubuntu-latest"), Ours, At)).Count.ShouldBe(2);

    [Theory]
    [InlineData(null)]
    [InlineData("somebody-elses")]
    [InlineData("pdk-aaaaaaaa-abcdefghijkl")]
    public void Another_runner_is_no_news_about_ours(string? runner) =>
        Admit(new JobStarted(At, Job, TestFleet.Details("linux"), runner, At)).ShouldHaveSingleItem()
            .ShouldBeOfType<JobStarted>();

    [Fact]
    public void What_is_kept_is_stamped_with_the_engines_time_whatever_clock_the_source_went_by()
    {
        var facts = Admit(new JobFinished(At.AddHours(-1), Job, TestFleet.Details("linux"), Ours, "success", At));
        facts.Select(fact => fact.At).ShouldBe([Now, Now]);
    }

    private static DateTimeOffset At => SampleFacts.Start;

    private static DateTimeOffset Now => At.AddMinutes(1);

    private static JobKey Job { get; } = SampleFacts.Job(1);

    private static JobQueued Queued(params string[] labels) => new(At, Job, TestFleet.Details(labels), At);

    private static IReadOnlyList<Observation> Admit(JobObservation report) => Intake.Admit([report], Policy, Now);
}
