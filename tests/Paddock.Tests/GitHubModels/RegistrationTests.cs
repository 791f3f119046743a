using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class RegistrationTests : ModelTest
{
    private JitReply Register(string name = "r", string scope = "orgs/acme", long group = 1, int labels = 1) =>
        Model.Register(scope, name, group, [.. Enumerable.Range(0, labels).Select(i => $"label-{i}")], Now);

    [Fact]
    public void A_name_is_taken_whatever_its_letters()
    {
        Register("runner-1").ShouldBeOfType<JitReply.Created>();
        Register("Runner-1").ShouldBeOfType<JitReply.NameTaken>();
    }

    [Fact]
    public void The_same_name_is_free_in_another_scope()
    {
        Register().ShouldBeOfType<JitReply.Created>();
        Register(scope: "repos/acme/app").ShouldBeOfType<JitReply.Created>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Labels_are_one_to_a_hundred(int count) => Register(labels: count).ShouldBeOfType<JitReply.Invalid>();

    [Fact]
    public void A_name_has_at_most_64_letters() => Register(new string('x', 65)).ShouldBeOfType<JitReply.Invalid>();

    [Fact]
    public void An_unknown_group_is_not_found() => Register(group: 7).ShouldBeOfType<JitReply.NotFound>();

    [Fact]
    public void An_unknown_scope_is_not_found() =>
        Register(scope: "repos/acme/nothing").ShouldBeOfType<JitReply.NotFound>();

    [Fact]
    public void An_organization_needs_no_repository()
    {
        Model.AddOrganization("empty");
        Register(scope: "orgs/empty").ShouldBeOfType<JitReply.Created>();
    }

    [Fact]
    public void A_full_group_takes_no_more()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Model.Register("enterprises/acme", $"r{i}", 1, ["self-hosted"], Now);
        }
        Register("one-more", "enterprises/acme").ShouldBeOfType<JitReply.Invalid>()
            .Message.ShouldContain("max limit of 10000");
    }

    [Fact]
    public void A_runner_that_runs_a_job_cannot_be_removed()
    {
        var runner = Listen("r");
        Queue(JobTemplate.Of("build", "self-hosted"));
        Take(runner);
        Model.DeleteRunner(runner.Id, Now).ShouldBe(DeleteRunnerReply.Busy);
    }

    [Fact]
    public void Removing_a_runner_gives_its_offer_back()
    {
        var runner = Listen("r");
        var job = Queue(JobTemplate.Of("build", "self-hosted"));
        Model.DeleteRunner(runner.Id, Now).ShouldBe(DeleteRunnerReply.Deleted);
        Model.Job(job.Id)!.OfferedTo.ShouldBeNull();
        Model.DeleteRunner(runner.Id, Now).ShouldBe(DeleteRunnerReply.NotFound);
    }
}
