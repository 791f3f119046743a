using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of a pool.</summary>
internal static class PoolKeys
{
    private const string ElsewhereRemedy = "Make a provider for each place, and an offer for each provider.";

    public static Shape.Section Pool => new(
        new("name", Of(Name), "The pool's name, in commands, metrics and labels.") { IsRequired = true },
        new("scopes", new Shape.List(Of(Scope)),
            "Where its runners register: `repo:owner/name`, `org:name` or `enterprise:slug`.")
        {
            IsRequired = true,
        },
        new("labels", new Shape.List(Of(Text)),
            "What its runners are: the labels `runs-on` may ask for.") { IsRequired = true },
        new("group", Of(Text),
            "The runner group at GitHub. Repositories have only the default one.") { Default = "default" },
        new("offers", new Shape.List(Offer),
            "The ways to get a machine, best first. One that has no room is followed by the next.")
        {
            IsRequired = true,
        },
        new("max_runners", Of(Positive), "Never more machines than this in the pool."),
        new("idle", Idle, "Warm stock, for each scope."),
        new("timeouts", Timeouts, "How long things may take."),
        new("keep_failed", Of(Duration),
            "How long a machine that failed is kept for a look: one whose runner never came online, or that ended with "
            + "a fault. At most three of the pool; they make room for jobs.")
        {
            Default = "not at all",
        },
        new("spill", Of(Flag),
            "May a job go to the next pool that covers it when this one is full?") { Default = "true" },
        Key.NotYet("selectors", "Selectors are", "Make a pool for each choice a job may make."),
        Key.NotYet("demand", "Scale sets are", "Leave the key out: jobs are found by webhooks and sweeps."));

    public static Shape.Section LabelLimit => new(
        new("labels", new Shape.List(Of(Text)), "Pools that have all of these count towards it.") { IsRequired = true },
        new("max_runners", Of(Positive), "Never more of their machines than this together.") { IsRequired = true });

    private static Shape.Section Offer => new(
        new("provider", Of(Name), "The name of a provider.") { IsRequired = true },
        new("size", new Shape.Either(Of(Text), Size),
            "How big: a type the provider names, or limits where machines are cut to measure.")
        {
            Default = "the provider's",
        },
        new("image", Of(Text),
            "What the machine starts from. Docker: an image, with or without a runner in it. LXD and Incus: an alias "
            + "on the server, or `remote:alias`.")
        {
            Default = "ghcr.io/actions/actions-runner:latest for docker; required for lxd and incus",
        },
        Key.NotYet("location", "Locations are", ElsewhereRemedy),
        Key.NotYet("locations", "Locations are", ElsewhereRemedy));

    private static Shape.Section Size => new(
        new("cpu", Of(Number), "Processors; parts are fine."),
        new("memory", Of(ScalarRule.Size), "Memory."),
        new("disk", Of(ScalarRule.Size), "Disk."));

    private static Shape.Section Idle => new(
        new("min", Of(Count), "Machines kept ready.") { Default = "0" },
        new("max", Of(Count), "Idle machines above this are retired.") { Default = "no limit but the idle time-out" },
        new("kind", new Shape.Choice("registered", "blank"),
            "`registered`: booted and known to GitHub, which may drop it after minutes. `blank`: made, and registered "
            + "when a job wants it.")
        {
            Default = "blank where every provider of the pool can hold one, else registered",
        },
        new("count", new Shape.Choice("idle", "total"),
            "What min and max count: `idle`: those that idle, beside those that work. `total`: those that work too.")
        {
            Default = "idle",
        },
        new("schedule", new Shape.List(Window),
            "Other numbers at other times. The first part that is on counts; where none is, min and max above do."));

    private static Shape.Section Window => new(
        new("days", new Shape.List(Of(Days)), "The days it begins on, like `mon-fri`.") { Default = "every day" },
        new("hours", Of(HoursOfDay), "When it begins and ends, like `08-18`; `22-06` ends on the next day.")
        {
            Default = "00-24",
        },
        new("zone", Of(Zone), "The time zone of its hours, like `Europe/Berlin`.") { Default = "UTC" },
        new("min", Of(Count), "Machines kept ready meanwhile.") { Default = "0" },
        new("max", Of(Count), "Idle machines above this are retired meanwhile.")
        {
            Default = "no limit but the idle time-out",
        });

    private static Shape.Section Timeouts => new(
        new("registration", Of(Duration),
            "From the start of the machine to the runner's first contact with GitHub; as long may one that went "
            + "offline take to come back.")
        {
            Default = "5m",
        },
        new("idle", Of(Duration), "How long a runner nobody needs may idle.") { Default = "10m" },
        new("powered_off", Of(Duration), "How long a machine may take to wind down after its job.") { Default = "20s" },
        new("max_lifetime", Of(Duration), "When a machine ends by itself, whatever it is doing.") { Default = "25h" });
}
