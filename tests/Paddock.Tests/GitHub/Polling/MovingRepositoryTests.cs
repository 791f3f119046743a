using Paddock.Core.Facts;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;

namespace Paddock.Tests.GitHub.Polling;

/// <summary>Repositories that are renamed, transferred, archived or deleted while jobs of theirs are open.</summary>
public sealed class MovingRepositoryTests : PollingTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Control.AddOrganizationAsync("acme", Stop);
    }

    [Fact]
    public async Task A_renamed_repository_of_an_organization_is_one_repository_under_its_new_name()
    {
        Scopes = ["org:acme"];
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.RenameRepositoryAsync(await IdAsync(), "acme", "renamed", Stop);

        var cost = await CostOfRoundsAsync(2);

        // A full round and a small one; asked under both names it would be twice that.
        cost.Of(Lists).ShouldBe(4);
        Open.Single().Key.Id.ShouldBe(run.Jobs[0]);
        await EndAsync(run.Jobs[0]);
        await RoundsAsync(2);
        Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_scope_that_names_a_renamed_repository_is_told_and_its_jobs_are_followed()
    {
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.RenameRepositoryAsync(await IdAsync(), "acme", "renamed", Stop);

        var told = await RoundAsync();
        await EndAsync(run.Jobs[0]);
        await RoundAsync();
        var still = await RoundAsync();

        told.Faults.Single().Message.ShouldStartWith("repo:acme/app is acme/renamed by now");
        still.Faults.Single().Message.ShouldContain("Write the new name into the pool's scopes.");
        Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_of_a_repository_that_went_to_another_owner_are_followed_to_their_end()
    {
        Scopes = ["org:acme"];
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.RenameRepositoryAsync(await IdAsync(), "elsewhere", "app", Stop);
        await Control.StartHostedAsync(run.Jobs[0], Stop);
        await RoundsAsync(3);
        Open.Single().Details.Repository.FullName.ShouldBe("elsewhere/app");

        await Control.CompleteAsync(run.Jobs[0], "success", Stop);
        await RoundsAsync(2);

        Open.ShouldBeEmpty();
        (await CostOfRoundsAsync(5)).Of(Lists).ShouldBe(0);
    }

    [Fact]
    public async Task What_runs_in_a_repository_when_it_is_archived_is_followed_to_its_end()
    {
        Scopes = ["org:acme"];
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.ArchiveRepositoryAsync(await IdAsync(), Stop);
        await RoundsAsync(2);
        Open.Count.ShouldBe(1);

        await EndAsync(run.Jobs[0]);
        await RoundsAsync(2);

        Open.ShouldBeEmpty();
        (await CostOfRoundsAsync(5)).Of(Lists).ShouldBe(0);
    }

    [Fact]
    public async Task Jobs_of_a_repository_that_its_organization_has_deleted_are_over_and_that_is_no_fault()
    {
        Scopes = ["org:acme"];
        await QueueAsync(Job("build"), Job("test"));
        await RoundAsync();
        await Control.DeleteRepositoryAsync(await IdAsync(), Stop);
        await RoundAsync();

        // It may not have arrived yet, as far as one look can tell; that word is never taken back.
        Open.Count.ShouldBe(2);
        Wait(TimeSpan.FromMinutes(5));
        var batch = await RoundAsync();

        batch.Faults.ShouldBeEmpty();
        batch.Facts.OfType<JobFinished>().Select(fact => fact.Conclusion).ShouldBe(["not_found", "not_found"]);
        (await CostOfRoundsAsync(5)).Of(Lists).ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_repository_that_a_scope_names_is_a_fault_in_every_round_and_its_jobs_end_in_the_end()
    {
        await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.DeleteRepositoryAsync(await IdAsync(), Stop);

        var began = Now;
        while (Now - began < TimeSpan.FromMinutes(55))
        {
            (await RoundAsync()).Faults.Single().Message.ShouldStartWith("acme/app: GitHub says not found");
        }
        Open.Count.ShouldBe(1);
        Wait(TimeSpan.FromMinutes(6));
        var batch = await RoundAsync();

        batch.Facts.Single().ShouldBeOfType<JobFinished>().Conclusion.ShouldBe("not_found");
        batch.Faults.Single().Message.ShouldStartWith("acme/app: GitHub says not found");
    }

    [Fact]
    public async Task A_repository_that_was_out_of_sight_for_a_while_keeps_its_jobs()
    {
        await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.AddFaultAsync(
            new RouteFault("GET /repos/*") { Kind = RouteFaultKind.Status, Status = 404, Count = null }, Stop);
        (await RoundAsync()).Faults.ShouldHaveSingleItem();
        Wait(TimeSpan.FromMinutes(50));
        (await RoundAsync()).Faults.ShouldHaveSingleItem();
        await Control.ClearFaultsAsync(Stop);
        await RoundsAsync(1);
        await Control.AddFaultAsync(
            new RouteFault("GET /repos/*") { Kind = RouteFaultKind.Status, Status = 404, Count = null }, Stop);
        Wait(TimeSpan.FromMinutes(50));
        await RoundAsync();

        Open.Count.ShouldBe(1);
    }

    private async Task EndAsync(long job)
    {
        await Control.StartHostedAsync(job, Stop);
        await Control.CompleteAsync(job, "success", Stop);
    }

    private async Task<long> IdAsync() =>
        (await Control.AddRepositoryAsync(new NewRepository("acme", "app"), Stop)).Id;
}
