using Paddock.App.Api;
using Paddock.App.Cli.Rendering;

namespace Paddock.Tests.App.Cli;

public sealed class RenderingTests
{
    [Fact]
    public void A_status_shows_counts_pools_and_who_answers_badly() =>
        Samples.Render(StatusPage.Of(Samples.Status, Samples.Now)).ShouldBe(
            """
            acme-ci  mark 0a1b2c3d · Paddock 0.1.0 · up 2h00m

              jobs      3 waiting · 5 running · 1 match no pool
              runners   2 starting · 1 idle · 5 busy
              machines  8 of 20

            POOL   MODE      WAITING  RUNNING  STARTING  IDLE  BUSY  MACHINES
            linux  active          3        5         2     1     5      8/20
            gpu    draining        0        0         0     0     0         0

            KEPT FOR A LOOK            PROVIDER  POOL   GOES
            pdk-0a1b2c3d-kkkkkkkkkkkk  lab       linux  in 50m

            GITHUB   STATE  SINCE      FAILS  WEBHOOKS      ASSIGNS  MESSAGE
            default  good   2h00m ago    0 %  after 1s            -  -
            ghe      down   4m00s ago   75 %         -  after 2m10s  most calls fail: GitHub
                                                                     answers 503.

            DOOR          STATE    SINCE      MESSAGE
            provider lab  failing  1m05s ago  the engine does not answer

            GITHUB IDENTITY       LEFT  RESETS
            monalisa         4321/5000  in 30m

            """);

    [Fact]
    public void A_status_shows_how_far_a_pull_is() =>
        Samples.Render(StatusPage.Of(
            Samples.Status with
            {
                UnderWay =
                [
                    new UndertakingReply(
                        "lab", "image acme/ci is being pulled", 412, 980, "MB", 42, "412 of 980 MB (42 %)",
                        Samples.Now.AddSeconds(-65)),
                ],
            },
            Samples.Now)).ShouldContain(
            """
            UNDER WAY                      PROVIDER  FOR    HOW FAR
            image acme/ci is being pulled  lab       1m05s  412 of 980 MB (42 %)
            """);

    [Fact]
    public void A_job_shows_what_it_waits_for_or_who_runs_it_within_80_columns() =>
        Samples.Render(JobsTable.Of(new JobsReply([Samples.Job, Samples.RunningJob]), Samples.Now)).ShouldBe(
            """
            JOB          STATE    FOR    POOL   NAME               WHY OR WHERE
            41234567890  waiting  3m20s  linux  acme/app build     pool linux is at its
                                                                   limit of 20 machines
            41234567891  running  1m40s  linux  acme/app unit      pdk-0a1b2c3d-abcdefghijkl
                                                tests

            """);

    [Fact]
    public void A_runner_shows_its_machine_and_its_job() =>
        Samples.Render(RunnersTable.Of(new RunnersReply([Samples.Runner]), Samples.Now), width: 200).ShouldBe(
            """
            RUNNER                     STATE  AGE    POOL   MACHINE      JOB
            pdk-0a1b2c3d-abcdefghijkl  busy   1m50s  linux  lab serving  github.com/41234567891

            """);

    [Fact]
    public void A_story_begins_with_the_verdict() =>
        Samples.Render(ExplainPage.Of(Samples.Story, Samples.Now)).ShouldBe(
            """
            queued 3 min 20 s, pool linux is at its limit of 20 machines (your turn)

            acme/app build  ci, attempt 1
              job     github.com/41234567890
              state   waiting
              labels  self-hosted, linux
              pool    linux
              runner  -
              queued  3m20s ago
              page    https://github.com/acme/app/actions/runs/7/job/41234567890

            UTC           AFTER  SUBJECT                       WHAT
            11:56:40.000    0ms  job                           GitHub says it waits for a
                                                               runner
            11:56:40.010   10ms  order                         order opened in pool linux
            11:59:50.000  3m10s  runner                        planned
                                 pdk-0a1b2c3d-abcdefghijkl

            """);

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(40)]
    public void A_name_that_is_copied_is_never_cut_in_two(int width) =>
        Samples.Render(RunnersTable.Of(new RunnersReply([Samples.Runner]), Samples.Now), width)
            .ShouldContain(Samples.Runner.Name);

    [Fact]
    public void In_a_pipe_nothing_wraps()
    {
        var jobs = new JobsReply([Samples.Job with { Wait = Samples.Job.Wait! with { Text = new string('x', 500) } }]);

        Samples.Render(JobsTable.Of(jobs, Samples.Now), width: 10_000).Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public void A_name_of_somebody_else_gives_the_terminal_no_orders()
    {
        var job = Samples.Job with { Name = "[red]x[/]\u001b[31m\r\ny" };

        var text = Samples.Render(JobsTable.Of(new JobsReply([job]), Samples.Now), width: 200);

        text.ShouldContain("[red]x[/] [31m  y");
        text.ShouldNotContain("\u001b");
    }

    [Fact]
    public void A_log_keeps_its_lines_and_loses_what_would_move_the_cursor() =>
        LogText.Of("one\n\u001b[2Jtwo\tthree\r\n\n").ShouldBe("one\n[2Jtwo\tthree");
}
