using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.App.Configuration.Values;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Providers;

namespace Paddock.App.Configuration.Sections;

/// <summary>
/// <c>pools:</c>. Every item becomes a pool, even one that was refused: the rules of Core speak of pools by their
/// number, and the number must be that of the file.
/// </summary>
internal static class PoolsSection
{
    /// <summary>Stands where a text was refused; nothing that reaches a fleet ever holds it.</summary>
    private const string Refused = "refused";

    public static IReadOnlyList<PoolPolicy> Read(View top, IReadOnlyList<ProviderSettings> providers)
    {
        var pools = top.At("pools");
        return pools.Node is ConfigNode.List ? [.. pools.Items.Select(pool => Pool(pool, providers))] : [];
    }

    public static IReadOnlyList<LabelLimit> LabelLimits(View top) =>
    [
        .. top.At("label_limits").Items.Select(at => new LabelLimit(
            ReadLabels(at.At("labels")), at.At("max_runners").Count ?? 1)),
    ];

    private static LabelSet ReadLabels(View at) =>
        new(at.Items.Select(label => label.Text(ScalarRule.Text)).OfType<string>());

    private static PoolPolicy Pool(View at, IReadOnlyList<ProviderSettings> providers)
    {
        var offers = OffersSection.Read(at.At("offers"), providers);
        LxdOffers.CheckKeeping(at.At("keep_failed"), offers, providers);
        return new PoolPolicy
        {
            Name = new PoolName(at.At("name").Name ?? at.Path),
            Scopes = [.. at.At("scopes").Items.Select(ReadScope)],
            Labels = ReadLabels(at.At("labels")),
            Group = at.At("group").Text(ScalarRule.Text) ?? PoolPolicy.DefaultGroup,
            Offers = offers,
            RunnersMax = at.At("max_runners").Count,
            Idle = Idle(at.At("idle"), offers, providers),
            Timeouts = Timeouts(at.At("timeouts")),
            KeepFailed = at.At("keep_failed").Duration ?? TimeSpan.Zero,
            Spill = at.At("spill").Flag ?? true,
        };
    }

    /// <summary>In the place of one that was refused stands one that covers whatever other rules ask about.</summary>
    private static Scope ReadScope(View at) =>
        at.Text(ScalarRule.Scope) is { } text
            ? Scope.TryParse(text)!
            : new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, Refused);

    private static IdlePolicy Idle(View at, IReadOnlyList<Offer> offers, IReadOnlyList<ProviderSettings> providers) =>
        new(
            at.At("min").Count ?? 0,
            at.At("max").Count,
            at.At("kind").Word switch
            {
                "blank" => StockKind.Blank,
                "registered" => StockKind.Registered,
                _ => HoldBlanks(offers, providers) ? StockKind.Blank : StockKind.Registered,
            })
        {
            Count = at.At("count").Word == "total" ? StockCount.Total : StockCount.Idle,
            Schedule = [.. at.At("schedule").Items.Select(Window)],
        };

    private static IdleWindow Window(View at)
    {
        var days = at.At("days");
        var hours = at.At("hours").Text(ScalarRule.HoursOfDay) is { } text ? Hours.TryParse(text) : null;
        return new IdleWindow(
            days.IsThere ? DaysOf(days) : Weekdays.All,
            hours?.From ?? TimeOnly.MinValue,
            hours?.To ?? TimeOnly.MinValue,
            at.At("zone").Text(ScalarRule.Zone) is { } zone ? ScalarRule.ToZone(zone)! : TimeZoneInfo.Utc,
            at.At("min").Count ?? 0,
            at.At("max").Count);
    }

    private static SortedSet<DayOfWeek> DaysOf(View at) =>
        [.. at.Items.SelectMany(item => item.Text(ScalarRule.Days) is { } text ? Weekdays.TryParse(text)! : [])];

    /// <summary>
    /// GitHub drops idle registrations after minutes, so blank stock is better wherever it can be had (decision D12).
    /// </summary>
    private static bool HoldBlanks(IReadOnlyList<Offer> offers, IReadOnlyList<ProviderSettings> providers) =>
        offers.Count > 0 && offers.All(offer =>
            providers.Any(provider => provider.Name == offer.Provider && provider.Traits.HoldsBlanks));

    private static PoolTimeouts Timeouts(View at)
    {
        var unset = new PoolTimeouts();
        return new PoolTimeouts
        {
            Registration = at.At("registration").Duration ?? unset.Registration,
            Idle = at.At("idle").Duration ?? unset.Idle,
            PoweredOff = at.At("powered_off").Duration ?? unset.PoweredOff,
            MaxLifetime = at.At("max_lifetime").Duration ?? unset.MaxLifetime,
        };
    }
}
