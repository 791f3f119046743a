using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Auth;

public sealed class AppTokenTests : IAsyncLifetime
{
    private static readonly Scope Elsewhere = new(Scope.DefaultConnection, ScopeKind.Organization, "elsewhere");

    private AppRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await AppRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Many_callers_share_one_question_for_the_installation_and_one_token()
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _rig.ListAsync()));

        lists.ShouldAllBe(list => list is RunnerListReply.Complete);
        (await _rig.CountAsync(AppRig.Find)).ShouldBe(1);
        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(1);
    }

    [Fact]
    public async Task A_repository_of_the_same_owner_has_the_same_token()
    {
        await GrantAsync(
            ("organization_self_hosted_runners", "write"), ("administration", "write"), ("actions", "read"),
            ("metadata", "read"));

        await _rig.ListAsync();
        (await _rig.ListAsync(AppRig.Repository)).ShouldBeOfType<RunnerListReply.Complete>();

        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_renewed_five_minutes_before_its_end_without_a_request_being_refused()
    {
        await _rig.ListAsync();
        _rig.Advance(TimeSpan.FromMinutes(54));
        await _rig.ListAsync();
        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(1);

        _rig.Advance(TimeSpan.FromMinutes(1));
        await _rig.ListAsync();

        var requests = (await _rig.Control.StateAsync(_rig.Limit)).Requests;
        requests.Where(request => request.Route == AppRig.Mint).Sum(request => request.Count).ShouldBe(2);
        requests.ShouldNotContain(request => request.Status == 401);
        (await _rig.CountAsync(AppRig.Find)).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_now_is_used_up_to_its_end()
    {
        await _rig.ListAsync();
        await _rig.Control.AddFaultAsync(
            new RouteFault("POST */access_tokens") { Kind = RouteFaultKind.Status, Status = 502, Count = null },
            _rig.Limit);
        _rig.Advance(TimeSpan.FromMinutes(56));
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(1);

        _rig.Advance(TimeSpan.FromMinutes(4));
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Transient);

        await _rig.Control.ClearFaultsAsync(_rig.Limit);
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task Installations_and_the_App_itself_have_budgets_of_their_own()
    {
        await _rig.ListAsync();

        _rig.Adapters.Budgets.Select(budget => budget.Identity).ShouldBe(
            [$"github.com/app:{AppRig.ClientId}", $"github.com/installation:{_rig.Installation}"]);
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_and_the_request_goes_again()
    {
        await _rig.ListAsync();
        _rig.Advance(TimeSpan.FromMinutes(1));
        await _rig.Control.RevokeTokensAsync(_rig.Installation, _rig.Limit);

        (await _rig.TicketAsync(AppRig.Organization, "pdk-a-1")).ShouldBeOfType<TicketReply.Granted>();
        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(2);
    }

    [Fact]
    public async Task An_App_that_was_installed_anew_is_found_under_its_new_number()
    {
        await _rig.ListAsync();
        _rig.Advance(TimeSpan.FromMinutes(1));
        await _rig.Control.UninstallAsync(_rig.Installation, _rig.Limit);
        await _rig.Control.InstallAsync(new NewInstallation(AppRig.ClientId, "acme"), _rig.Limit);

        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task An_installation_that_is_gone_when_the_token_is_renewed_is_looked_for_once_more()
    {
        await _rig.ListAsync();
        await _rig.Control.UninstallAsync(_rig.Installation, _rig.Limit);
        await _rig.Control.InstallAsync(new NewInstallation(AppRig.ClientId, "acme"), _rig.Limit);
        _rig.Advance(TimeSpan.FromHours(1));

        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_new_token_that_GitHub_does_not_know_everywhere_yet_is_tried_again(int unknown)
    {
        await _rig.Control.AddFaultAsync(
            new RouteFault("GET */actions/runners")
            {
                Kind = RouteFaultKind.Status, Status = 401, Message = "Bad credentials", Count = unknown,
            },
            _rig.Limit);

        var list = _rig.ListAsync();
        for (var second = 1; second <= unknown; second++)
        {
            (await _rig.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(second + 0.5)))
                .ShouldBe(TimeSpan.FromSeconds(second), TimeSpan.FromMilliseconds(10));
        }

        (await list).ShouldBeOfType<RunnerListReply.Complete>();
        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(1);
    }

    [Fact]
    public async Task An_App_that_is_not_installed_is_said_so_with_the_page_that_installs_it()
    {
        await _rig.Control.AddOrganizationAsync("elsewhere", _rig.Limit);

        var refusal = await _rig.RefusalAsync(Elsewhere);

        refusal.ShouldContain("not installed on elsewhere");
        refusal.ShouldContain("/apps/paddock-of-acme/installations/new");
    }

    [Fact]
    public async Task An_installation_that_leaves_a_repository_out_is_said_so()
    {
        await _rig.Control.UninstallAsync(_rig.Installation, _rig.Limit);
        await _rig.Control.InstallAsync(
            new NewInstallation(AppRig.ClientId, "acme") { Repositories = ["acme/other"] }, _rig.Limit);

        (await _rig.RefusalAsync(AppRig.Repository)).ShouldContain("leaves out acme/app");
    }

    [Fact]
    public async Task Once_it_is_installed_the_next_question_finds_it()
    {
        await _rig.Control.AddOrganizationAsync("elsewhere", _rig.Limit);
        await _rig.RefusalAsync(Elsewhere);

        await _rig.Control.InstallAsync(new NewInstallation(AppRig.ClientId, "elsewhere"), _rig.Limit);

        (await _rig.ListAsync(Elsewhere)).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task A_suspended_installation_is_said_to_be_one_until_it_is_unsuspended()
    {
        await _rig.Control.SuspendAsync(_rig.Installation, _rig.Limit);
        (await _rig.RefusalAsync()).ShouldContain("suspended on acme: unsuspend it at");

        await _rig.Control.UnsuspendAsync(_rig.Installation, _rig.Limit);
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task An_installation_that_was_suspended_since_is_told_when_its_token_is_renewed()
    {
        await _rig.ListAsync();
        await _rig.Control.SuspendAsync(_rig.Installation, _rig.Limit);
        _rig.Advance(TimeSpan.FromHours(1));

        (await _rig.RefusalAsync()).ShouldContain("suspended on acme");
    }

    [Fact]
    public async Task A_missing_permission_is_named_with_its_owner_and_where_to_grant_it()
    {
        await GrantAsync(("organization_self_hosted_runners", "read"), ("metadata", "read"));

        var refusal = await _rig.RefusalAsync();

        refusal.ShouldContain("missing is organization_self_hosted_runners: write, actions: read.");
        refusal.ShouldContain("have acme approve it at");
        refusal.ShouldContain($"/organizations/acme/settings/installations/{_rig.Installation}");
    }

    [Fact]
    public async Task A_repository_needs_another_permission_than_an_organization() =>
        (await _rig.RefusalAsync(AppRig.Repository)).ShouldContain("missing is administration: write.");

    [Fact]
    public async Task A_granted_permission_is_noticed_within_a_minute()
    {
        await GrantAsync(("metadata", "read"));
        await _rig.RefusalAsync();
        await GrantAsync(("organization_self_hosted_runners", "write"), ("actions", "write"), ("metadata", "read"));
        await _rig.RefusalAsync();
        (await _rig.CountAsync(AppRig.Mint)).ShouldBe(1);

        _rig.Advance(TimeSpan.FromMinutes(1));

        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task No_App_reaches_an_enterprise_and_GitHub_need_not_be_asked()
    {
        var enterprise = new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, "acme-inc");

        (await _rig.RefusalAsync(enterprise)).ShouldContain("classic token");
        (await _rig.Control.StateAsync(_rig.Limit)).Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-2)]
    [InlineData(2)]
    [InlineData(30)]
    public async Task A_clock_that_is_wrong_by_minutes_is_corrected_by_GitHubs(int minutes)
    {
        _rig.Time.Advance(TimeSpan.FromMinutes(Math.Max(minutes, 0)));
        _rig.GitHubTime.Advance(TimeSpan.FromMinutes(Math.Max(-minutes, 0)));

        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        // Learnt once: an hour later no question of the App is refused any more.
        var refused = await RefusedAsync();
        _rig.Advance(TimeSpan.FromHours(1));
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
        (await RefusedAsync()).ShouldBe(refused);
    }

    [Fact]
    public async Task A_key_of_another_App_is_not_believed_and_sent_once()
    {
        _rig.Credential = new GitHubCredential.App(AppRig.ClientId, new(new TestAppKey().Pkcs1));

        (await _rig.RefusalAsync()).ShouldContain($"does not know the GitHub App {AppRig.ClientId}");
        (await _rig.CountAsync(AppRig.Find)).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_id_that_no_App_has_is_said_so()
    {
        _rig.Credential = new GitHubCredential.App("Iv23nobody", new(TestAppKey.Common.Pkcs8));

        (await _rig.RefusalAsync()).ShouldContain("Check the client id");
    }

    [Fact]
    public async Task A_lost_reply_for_the_token_does_not_make_the_ticket_a_lost_one()
    {
        await _rig.Control.AddFaultAsync(
            new RouteFault("POST */access_tokens") { Kind = RouteFaultKind.LoseReply }, _rig.Limit);

        var reply = await _rig.TicketAsync(AppRig.Organization, "pdk-a-1");

        reply.ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Transient);
        (await _rig.TicketAsync(AppRig.Organization, "pdk-a-1")).ShouldBeOfType<TicketReply.Granted>();
    }

    [Fact]
    public async Task A_limit_on_the_Apps_own_questions_is_respected()
    {
        await _rig.Control.AddFaultAsync(
            new RouteFault("GET */installation") { Kind = RouteFaultKind.SecondaryLimit, RetryAfterSeconds = 60 },
            _rig.Limit);

        for (var i = 0; i < 3; i++)
        {
            var reply = await _rig.ListAsync();
            reply.ShouldBeOfType<RunnerListReply.Refused>().Fault.Kind.ShouldBe(FaultKind.RateLimited);
        }
        (await _rig.CountAsync("unknown")).ShouldBe(1);

        _rig.Advance(TimeSpan.FromSeconds(61));
        (await _rig.ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    private Task GrantAsync(params (string Name, string Level)[] permissions) => _rig.Control.GrantAsync(
        _rig.Installation, permissions.ToDictionary(granted => granted.Name, granted => granted.Level), _rig.Limit);

    private async Task<int> RefusedAsync() => (await _rig.Control.StateAsync(_rig.Limit)).Requests
        .Where(request => request.Status == 401).Sum(request => request.Count);
}
