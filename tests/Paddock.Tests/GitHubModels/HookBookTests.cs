using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class HookBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModelRepository App = new(1, "acme", "app", IsPrivate: true, OwnerIsOrganization: true);

    private readonly HookBook _hooks = new();

    private ModelHook Create(string scope, string url = "http://a/", params string[] events) =>
        _hooks.Create(scope, new HookSettings(url) { Events = events.Length == 0 ? ["workflow_job"] : events }, Now)
            .ShouldBeOfType<HookReply.Saved>().Hook;

    private ModelDelivery Deliver(ModelHook hook, DateTimeOffset at) =>
        _hooks.Begin(new ModelDelivery(0, Guid.Empty, hook.Id, "workflow_job", "queued", "{}", at), at);

    [Fact]
    public void Hooks_of_the_repository_its_owner_and_the_app_are_told()
    {
        var wanted = new[] { Create("repos/acme/app"), Create("orgs/acme"), Create(ModelHook.AppScope) };
        Create("repos/acme/other");
        _hooks.Wanting("workflow_job", App).Select(hook => hook.Id).ShouldBe(wanted.Select(hook => hook.Id));
    }

    [Fact]
    public void A_hook_is_told_only_what_it_asked_for()
    {
        Create("orgs/acme", "http://a/", "push");
        _hooks.Wanting("workflow_job", App).ShouldBeEmpty();
    }

    [Fact]
    public void A_star_asks_for_everything()
    {
        Create("orgs/acme", "http://a/", "*");
        _hooks.Wanting("anything", App).Count().ShouldBe(1);
    }

    [Fact]
    public void The_same_address_for_the_same_event_is_refused()
    {
        Create("orgs/acme");
        _hooks.Create("orgs/acme", new HookSettings("http://a/") { Events = ["push", "workflow_job"] }, Now)
            .ShouldBeOfType<HookReply.Invalid>();
    }

    [Fact]
    public void The_twenty_first_hook_of_an_event_is_refused()
    {
        for (var i = 0; i < 20; i++)
        {
            Create("orgs/acme", $"http://a/{i}");
        }
        _hooks.Create("orgs/acme", new HookSettings("http://a/20") { Events = ["workflow_job"] }, Now)
            .ShouldBeOfType<HookReply.Invalid>();
    }

    [Fact]
    public void An_address_needs_a_scheme() =>
        _hooks.Create("orgs/acme", new HookSettings("somewhere"), Now).ShouldBeOfType<HookReply.Invalid>();

    [Fact]
    public void Deliveries_are_listed_newest_first_and_forgotten_after_three_days()
    {
        var hook = Create("orgs/acme");
        Deliver(hook, Now);
        var second = Deliver(hook, Now.AddHours(1));
        var third = Deliver(hook, Now.AddDays(3));
        _hooks.DeliveriesOf(hook.Id).Select(delivery => delivery.Id).ShouldBe([third.Id, second.Id]);
    }

    [Fact]
    public void A_hook_remembers_how_its_last_delivery_went()
    {
        var hook = Create("orgs/acme");
        _hooks.End(Deliver(hook, Now).Id, new DeliveryResult(503, "Invalid HTTP Response: 503", TimeSpan.Zero));
        _hooks.Hook(hook.Id)!.LastResult!.StatusCode.ShouldBe(503);
    }

    [Fact]
    public void Hooks_stay_with_a_renamed_repository()
    {
        Create("repos/acme/app");
        _hooks.Rename("repos/acme/app", "repos/acme/renamed");
        _hooks.Of("repos/acme/renamed").Count().ShouldBe(1);
    }
}
