using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports.Forge;
using Paddock.Ports.Sources;

namespace Paddock.Tests.GitHub.Auth;

/// <summary>What a fleet asks of GitHub in a job's life, with an App and the least it needs.</summary>
public sealed class AppMainPathTests : IAsyncLifetime
{
    private AppRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await AppRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_waiting_job_is_seen_its_runner_gets_a_ticket_is_listed_and_removed()
    {
        var run = await _rig.Control.QueueRunAsync(
            new NewRun("acme/app", [new NewJob("build", ["self-hosted", "linux"])]), _rig.Limit);

        var batch = await SweepAsync();
        batch.Faults.ShouldBeEmpty();
        batch.Facts.Single().ShouldBeOfType<JobQueued>().Job.Id.ShouldBe(run.Jobs.Single());

        var ticket = (await _rig.TicketAsync(AppRig.Organization, "pdk-a-1")).ShouldBeOfType<TicketReply.Granted>();
        var listed = (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
        listed.Runners.Single().Name.ShouldBe(new RunnerName("pdk-a-1"));

        (await _rig.Adapters.Forge.RemoveAsync(
            AppRig.Organization, new RunnerName("pdk-a-1"), ticket.Registration, _rig.Limit))
            .ShouldBeOfType<RemoveReply.Removed>();
    }

    [Fact]
    public async Task The_sweep_sees_the_repositories_of_the_installation_and_those_that_are_public()
    {
        await _rig.Control.AddRepositoryAsync(new NewRepository("acme", "hidden"), _rig.Limit);
        await _rig.Control.AddRepositoryAsync(new NewRepository("acme", "open") { IsPrivate = false }, _rig.Limit);
        await _rig.Control.UninstallAsync(_rig.Installation, _rig.Limit);
        await _rig.Control.InstallAsync(
            new NewInstallation(AppRig.ClientId, "acme") { Repositories = ["acme/app"] }, _rig.Limit);
        foreach (var repository in (string[])["app", "hidden", "open"])
        {
            await _rig.Control.QueueRunAsync(
                new NewRun($"acme/{repository}", [new NewJob("build", ["self-hosted"])]), _rig.Limit);
        }

        var batch = await SweepAsync();

        batch.Faults.ShouldBeEmpty();
        batch.Facts.Select(fact => fact.Details.Repository.Name).Order().ShouldBe(["app", "open"]);
    }

    [Fact]
    public async Task A_repository_of_a_user_is_served_as_well()
    {
        await _rig.Control.AddRepositoryAsync(
            new NewRepository("monalisa", "toys") { OwnerIsOrganization = false }, _rig.Limit);
        var installation = await _rig.Control.InstallAsync(
            new NewInstallation(AppRig.ClientId, "monalisa"), _rig.Limit);
        await _rig.Control.GrantAsync(
            installation,
            new Dictionary<string, string>
            {
                ["administration"] = "write", ["actions"] = "read", ["metadata"] = "read",
            },
            _rig.Limit);

        var toys = new Scope(Scope.DefaultConnection, ScopeKind.Repository, "monalisa/toys");
        (await _rig.TicketAsync(toys, "pdk-a-1")).ShouldBeOfType<TicketReply.Granted>();
    }

    [Fact]
    public async Task A_renamed_repository_is_found_where_it_went()
    {
        var made = await _rig.Control.AddRepositoryAsync(new NewRepository("acme", "old"), _rig.Limit);
        await _rig.Control.GrantAsync(
            _rig.Installation,
            new Dictionary<string, string>
            {
                ["administration"] = "write", ["actions"] = "read", ["metadata"] = "read",
            },
            _rig.Limit);
        await _rig.Control.RenameRepositoryAsync(made.Id, "acme", "new", _rig.Limit);

        var old = new Scope(Scope.DefaultConnection, ScopeKind.Repository, "acme/old");
        (await _rig.ListAsync(old)).ShouldBeOfType<RunnerListReply.Complete>();
    }

    private Task<SourceBatch> SweepAsync()
    {
        var policy = new FleetPolicy
        {
            Identity = new FleetIdentity("f", "i", "mark2345"),
            Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
            Providers = [],
            Pools =
            [
                new PoolPolicy
                {
                    Name = new PoolName("linux"), Scopes = [AppRig.Organization], Labels = LabelSet.Of("linux"),
                    Offers = [],
                },
            ],
        };
        return _rig.Adapters.Sweep.PullAsync(new SourceView(policy, [], _rig.Time.GetUtcNow()), _rig.Limit);
    }
}
