using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Core.Policy;

public sealed class StockRulesTests
{
    private static readonly PoolPolicy Two = TestPolicy.Pool("two") with { Idle = new IdlePolicy(2) };

    private static readonly PoolPolicy Gpu = TestPolicy.Pool("gpu", "gpu") with { Idle = new IdlePolicy(3) };

    private static readonly FleetPolicy Both = TestPolicy.Of(Two, Gpu);

    [Fact]
    public void Stock_that_fits_into_every_limit_is_sound() =>
        Faults(Both with
        {
            RunnersMax = 5, LabelLimits = [Limit(3, "gpu"), Limit(5, "linux")], Providers = [Cloud(5)],
        }).ShouldBeEmpty();

    [Fact]
    public void Stock_of_one_pool_fits_into_the_fleet() =>
        Faults(Both with { RunnersMax = 2 }).ShouldBe(["error pools[1].idle.min"]);

    [Fact]
    public void Stock_of_all_pools_should_fit_into_the_fleet() =>
        Faults(Both with { RunnersMax = 4 }).ShouldBe(["warning max_runners"]);

    [Fact]
    public void Stock_counts_for_each_scope_and_at_the_fullest_hour()
    {
        var day = new IdleWindow(
            new SortedSet<DayOfWeek> { DayOfWeek.Monday }, TimeOnly.MinValue, TimeOnly.MinValue, TimeZoneInfo.Utc, 3,
            Max: null);
        var pool = Two with
        {
            Scopes = [TestPolicy.Acme, Scope.TryParse("org:other")!], Idle = Two.Idle with { Schedule = [day] },
        };

        Faults(TestPolicy.Of(pool) with { RunnersMax = 5 }).ShouldBe(["error pools[0].idle.min"]);
        Faults(TestPolicy.Of(pool) with { RunnersMax = 6 }).ShouldBeEmpty();
    }

    [Fact]
    public void Stock_fits_into_the_limits_on_the_labels_of_its_pool()
    {
        Faults(Both with { LabelLimits = [Limit(2, "gpu")] }).ShouldBe(["error pools[1].idle.min"]);
        Faults(Both with { LabelLimits = [Limit(4, "linux")] }).ShouldBe(["warning label_limits[0].max_runners"]);
    }

    [Fact]
    public void Stock_fits_into_the_limits_of_its_providers()
    {
        Faults(Both with { Providers = [Cloud(2)] }).ShouldBe(["error pools[1].idle.min"]);
        Faults(Both with { Providers = [Cloud(4)] }).ShouldBe(["warning providers.cloud.max_runners"]);
    }

    [Fact]
    public void Providers_of_one_pool_add_up()
    {
        var lab = Cloud(1) with { Name = new ProviderName("lab") };
        var pool = Gpu with { Offers = [.. Gpu.Offers, Gpu.Offers[0] with { Provider = lab.Name }] };

        Faults(TestPolicy.Of(pool) with { Providers = [Cloud(2), lab] }).ShouldBeEmpty();
        Faults(TestPolicy.Of(pool) with { Providers = [Cloud(1), lab] }).ShouldBe(["error pools[0].idle.min"]);
        Faults(TestPolicy.Of(pool) with { Providers = [Cloud(1), lab with { RunnersMax = null }] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_limit_within_a_smaller_one_limits_nothing() =>
        Faults(TestPolicy.Of(Two with { RunnersMax = 9 }) with
        {
            RunnersMax = 8, LabelLimits = [Limit(10, "linux"), Limit(8, "self-hosted")], Providers = [Cloud(11)],
        }).ShouldBe(
        [
            "warning pools[0].max_runners", "warning label_limits[0].max_runners",
            "warning providers.cloud.max_runners",
        ]);

    private static LabelLimit Limit(int most, string label) => new(LabelSet.Of(label), most);

    private static ProviderPolicy Cloud(int most) => Both.Providers[0] with { RunnersMax = most };

    private static IEnumerable<string> Faults(FleetPolicy policy) => PolicyRules.Check(policy)
        .Select(fault => $"{(fault.IsWarning ? "warning" : "error")} {fault.Path}");
}
