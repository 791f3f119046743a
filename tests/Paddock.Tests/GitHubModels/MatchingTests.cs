using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class MatchingTests : ModelTest
{
    [Fact]
    public void A_runner_with_more_labels_than_asked_for_gets_the_job()
    {
        var runner = Listen("r", labels: ["self-hosted", "linux", "x64"]);
        var job = Queue(JobTemplate.Of("build", "self-hosted", "linux"));
        Ask(runner).ShouldBeOfType<PollReply.Offer>().Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public void Letters_may_be_large_or_small()
    {
        var runner = Listen("r", labels: ["Self-Hosted", "LINUX"]);
        Queue(JobTemplate.Of("build", "self-hosted", "Linux"));
        Ask(runner).ShouldBeOfType<PollReply.Offer>();
    }

    [Fact]
    public void A_runner_that_lacks_a_label_does_not_get_the_job()
    {
        var runner = Listen("r", labels: ["self-hosted"]);
        Queue(JobTemplate.Of("build", "self-hosted", "gpu"));
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
    }

    [Fact]
    public void A_repository_s_runner_serves_only_that_repository()
    {
        var other = Model.AddRepository("acme", "other");
        var runner = Listen("r", scope: "repos/acme/app");
        Queue(JobTemplate.Of("build", "self-hosted"), other);
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
    }

    [Fact]
    public void An_organization_s_runner_does_not_reach_a_user_s_repository()
    {
        var user = Model.AddRepository("monalisa", "app", ownerIsOrganization: false);
        var runner = Listen("r", scope: "orgs/acme");
        Queue(JobTemplate.Of("build", "self-hosted"), user);
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
    }

    [Fact]
    public void The_default_group_keeps_public_repositories_out()
    {
        var open = Model.AddRepository("acme", "open", isPrivate: false);
        var runner = Listen("r");
        Queue(JobTemplate.Of("build", "self-hosted"), open);
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
    }

    [Fact]
    public void A_repository_s_own_runner_serves_it_even_when_it_is_public()
    {
        var open = Model.AddRepository("acme", "open", isPrivate: false);
        var runner = Listen("r", scope: "repos/acme/open");
        Queue(JobTemplate.Of("build", "self-hosted"), open);
        Ask(runner).ShouldBeOfType<PollReply.Offer>();
    }

    [Fact]
    public void A_group_for_selected_repositories_keeps_the_others_out()
    {
        var other = Model.AddRepository("acme", "other");
        Model.AddGroup("orgs/acme", new ModelGroup(2, "trusted", false, false, [other.Id]));
        var runner = Listen("r", group: 2);
        Queue(JobTemplate.Of("build", "self-hosted"));
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
    }

    [Fact]
    public void A_job_that_names_a_group_goes_only_there()
    {
        Model.AddGroup("orgs/acme", new ModelGroup(2, "big", false, false, null));
        var small = Listen("small");
        var big = Listen("big", group: 2);
        Queue(JobTemplate.Of("build") with { Group = "Big" });
        Ask(small).ShouldBeOfType<PollReply.Nothing>();
        Ask(big).ShouldBeOfType<PollReply.Offer>();
    }

    [Fact]
    public void The_oldest_job_goes_first()
    {
        var first = Queue(JobTemplate.Of("first", "self-hosted"));
        Pass(TimeSpan.FromSeconds(1));
        Queue(JobTemplate.Of("second", "self-hosted"));
        Ask(Listen("r")).ShouldBeOfType<PollReply.Offer>().Job.Id.ShouldBe(first.Id);
    }

    [Fact]
    public void Runners_of_a_renamed_repository_stay_with_it()
    {
        var runner = Listen("r", scope: "repos/acme/app");
        Model.RenameRepository(App.Id, "acme", "renamed");
        Queue(JobTemplate.Of("build", "self-hosted"), Model.Repository(App.Id));
        Ask(runner).ShouldBeOfType<PollReply.Offer>();
    }

    [Fact]
    public void The_old_name_leads_to_a_renamed_repository_until_somebody_else_has_it()
    {
        Model.RenameRepository(App.Id, "acme", "renamed");
        Model.Moved("acme", "app")!.Id.ShouldBe(App.Id);
        Model.AddRepository("acme", "app");
        Model.Moved("acme", "app").ShouldBeNull();
    }
}
