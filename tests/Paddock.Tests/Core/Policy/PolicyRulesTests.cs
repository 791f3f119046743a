using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Core.Policy;

/// <summary>Each rule by the place it names; a fault says what is wrong and what to do about it.</summary>
public sealed class PolicyRulesTests
{
    private static readonly PoolPolicy Good = TestPolicy.Pool();

    [Fact]
    public void A_sound_policy_has_no_faults() => PolicyRules.Check(TestPolicy.Of(Good)).ShouldBeEmpty();

    [Fact]
    public void No_pool_serves_nobody() => Faults(TestPolicy.Of()).ShouldBe(["pools"]);

    [Fact]
    public void Two_pools_of_one_name_are_told_apart_by_nobody() =>
        Faults(TestPolicy.Of(Good, Good with { Name = new PoolName("LINUX") })).ShouldBe(["pools[1].name"]);

    [Fact]
    public void A_fleet_limit_below_one_starts_nothing() =>
        Faults(TestPolicy.Of(Good) with { RunnersMax = 0 }).ShouldBe(["max_runners"]);

    [Fact]
    public void A_pool_limit_below_one_starts_nothing() =>
        FaultsOf(Good with { RunnersMax = -1 }).ShouldContain("pools[0].max_runners");

    [Fact]
    public void A_providers_limit_below_one_starts_nothing_there() =>
        Faults(TestPolicy.Of(Good) with { Providers = [TestPolicy.Of(Good).Providers[0] with { RunnersMax = 0 }] })
            .ShouldBe(["providers.cloud.max_runners"]);

    [Fact]
    public void A_limit_on_labels_needs_a_pool_that_has_them_and_comes_once() =>
        Faults(TestPolicy.Of(Good) with
        {
            LabelLimits =
            [
                new LabelLimit(LabelSet.Of("Linux"), 1), new LabelLimit(LabelSet.Of("linux"), 0),
                new LabelLimit(LabelSet.Of("linux", "gpu"), 1),
            ],
        }).ShouldBe(["label_limits[1].max_runners", "label_limits[1].labels", "label_limits[2].labels"]);

    [Fact]
    public void A_rule_about_repositories_allows_at_least_one_of_each()
    {
        var rule = new RepositoryRule("acme/shop") { JobsMax = 0, RunJobsMax = 0, Weight = 0 };
        Faults(TestPolicy.Of(Good) with { Repositories = [rule] }).ShouldBe(
            ["repositories[0].max_jobs", "repositories[0].max_jobs_per_run", "repositories[0].weight"]);
    }

    [Fact]
    public void A_rule_behind_a_wider_one_never_counts() =>
        PolicyRules.Check(TestPolicy.Of(Good) with { Repositories = [new("acme/*"), new("ACME/shop"), new("*/docs")] })
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                fault => fault.Path.ShouldBe("repositories[1].match"), fault => fault.IsWarning.ShouldBeTrue());

    [Fact]
    public void Parts_of_a_schedule_have_days_and_sound_numbers_and_do_not_overlap()
    {
        var friday = new SortedSet<DayOfWeek> { DayOfWeek.Friday };
        var night = new IdleWindow(friday, new TimeOnly(22, 0), new TimeOnly(6, 0), TimeZoneInfo.Utc, 1, null);
        var saturday = night with
        {
            Days = new SortedSet<DayOfWeek> { DayOfWeek.Saturday }, From = new TimeOnly(5, 0), To = new TimeOnly(9, 0),
        };

        FaultsOf(Good with { Idle = new IdlePolicy { Schedule = [night, saturday] } })
            .ShouldBe(["pools[0].idle.schedule[1]"]);
        FaultsOf(Good with { Idle = new IdlePolicy { Schedule = [night, saturday with { From = night.To }] } })
            .ShouldBeEmpty();
        FaultsOf(Good with
        {
            Idle = new IdlePolicy
            {
                Schedule = [night with { Days = new SortedSet<DayOfWeek>() }, night with { Min = 3, Max = 2 }],
            },
        }).ShouldBe(["pools[0].idle.schedule[0].days", "pools[0].idle.schedule[1]"]);
    }

    [Fact]
    public void A_pool_needs_a_scope() => FaultsOf(Good with { Scopes = [] }).ShouldBe(["pools[0].scopes"]);

    [Fact]
    public void A_scope_needs_a_connection_that_is_there() =>
        FaultsOf(Good with { Scopes = [TestPolicy.Acme, new Scope("ghes", ScopeKind.Organization, "acme")] })
            .ShouldBe(["pools[0].scopes[1]"]);

    [Fact]
    public void A_repository_has_no_runner_groups() =>
        FaultsOf(Good with { Scopes = [Scope.TryParse("repo:acme/shop")!], Group = "fast" })
            .ShouldBe(["pools[0].group"]);

    [Fact]
    public void A_pool_needs_labels() => FaultsOf(Good with { Labels = LabelSet.Empty }).ShouldBe(["pools[0].labels"]);

    [Fact]
    public void GitHub_takes_a_hundred_labels()
    {
        FaultsOf(Good with { Labels = Labels(PolicyRules.LabelsMax) }).ShouldBeEmpty();
        FaultsOf(Good with { Labels = Labels(PolicyRules.LabelsMax + 1) }).ShouldBe(["pools[0].labels"]);
    }

    [Fact]
    public void GitHub_takes_labels_of_two_hundred_and_fifty_six_characters()
    {
        FaultsOf(Good with { Labels = LabelSet.Of(new string('x', PolicyRules.LabelLengthMax)) }).ShouldBeEmpty();
        FaultsOf(Good with { Labels = LabelSet.Of(new string('x', PolicyRules.LabelLengthMax + 1)) })
            .ShouldBe(["pools[0].labels"]);
    }

    [Fact]
    public void A_label_has_no_control_characters() =>
        FaultsOf(Good with { Labels = LabelSet.Of("a\tb") }).ShouldBe(["pools[0].labels"]);

    [Fact]
    public void A_pool_needs_an_offer() => FaultsOf(Good with { Offers = [] }).ShouldBe(["pools[0].offers"]);

    [Fact]
    public void An_offer_needs_a_provider_that_is_there() =>
        FaultsOf(Good with { Offers =
            [TestPolicy.Offer("s"), TestPolicy.Offer("s") with { Provider = new("nowhere") }] })
            .ShouldBe(["pools[0].offers[1].provider"]);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(3, 2)]
    public void The_least_idle_is_not_negative_nor_above_the_most(int min, int? max) =>
        FaultsOf(Good with { Idle = new IdlePolicy(min, max) }).ShouldBe(["pools[0].idle"]);

    [Fact]
    public void The_idle_of_all_scopes_fits_into_the_pool() =>
        FaultsOf(Good with
        {
            Scopes = [TestPolicy.Acme, Scope.TryParse("org:other")!], Idle = new IdlePolicy(2), RunnersMax = 3,
        }).ShouldBe(["pools[0].idle.min"]);

    [Fact]
    public void Blank_stock_needs_a_provider_that_can_hold_it()
    {
        var policy = TestPolicy.Of(Good with { Idle = new IdlePolicy(1, null, StockKind.Blank) });
        Faults(policy).ShouldBeEmpty();
        Faults(policy with { Providers = [policy.Providers[0] with { HoldsBlanks = false }] })
            .ShouldBe(["pools[0].idle.kind"]);
    }

    [Fact]
    public void Every_time_out_is_longer_than_nothing() =>
        FaultsOf(Good with
        {
            Timeouts = new PoolTimeouts
            {
                Registration = TimeSpan.Zero, Idle = TimeSpan.Zero, PoweredOff =
                    TimeSpan.FromSeconds(-1), MaxLifetime = TimeSpan.Zero,
            },
        }).Distinct().ShouldBe(
        [
            "pools[0].timeouts.registration", "pools[0].timeouts.idle", "pools[0].timeouts.powered_off",
            "pools[0].timeouts.max_lifetime",
        ]);

    [Fact]
    public void A_lifetime_that_cuts_ordinary_jobs_short_is_only_a_warning() =>
        PolicyRules.Check(TestPolicy.Of(Good with { Timeouts =
            new PoolTimeouts { MaxLifetime = TimeSpan.FromHours(5) } }))
            .ShouldHaveSingleItem().IsWarning.ShouldBeTrue();

    [Fact]
    public void All_faults_are_found_at_once_and_each_names_a_remedy()
    {
        var faults = PolicyRules.Check(TestPolicy.Of(
            Good with { Scopes = [], Labels = LabelSet.Empty, Offers = [], RunnersMax = 0 }));
        faults.Count.ShouldBe(4);
        faults.ShouldAllBe(fault => fault.Message.Length > 0 && fault.Remedy.Length > 0);
    }

    private static IEnumerable<string> FaultsOf(PoolPolicy pool) => Faults(TestPolicy.Of(pool));

    private static IEnumerable<string> Faults(FleetPolicy policy) =>
        PolicyRules.Check(policy).Select(fault => fault.Path);

    private static LabelSet Labels(int count) => new(Enumerable.Range(0, count).Select(i => $"label-{i}"));
}
