using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using static Paddock.Ports.Conformance.SampleFacts;

namespace Paddock.Tests.Core.Folding;

/// <summary>The table of legal transitions, written out a second time: a change to either side shows here.</summary>
public sealed class TransitionTests
{
    private static readonly Intent Any = new(IntentKind.Look, 1, AsOf(9), At(99));

    [Theory]
    [InlineData("Ticketing", "look, retire, retire dead")]
    [InlineData("Lost", "look, retire, retire dead")]
    [InlineData("Starting", "look, retire, retire dead")]
    [InlineData("Idle", "look, retire, retire dead")]
    [InlineData("Busy", "look, retire dead")]
    [InlineData("Spent", "look, retire, retire dead, close done")]
    [InlineData("Retiring", "look, retire, retire dead")]
    [InlineData("Stray", "look, retire, retire dead, close unknown")]
    [InlineData("Gone", "")]
    public void A_runner_may_be_decided_about(string state, string allowed)
    {
        var row = RowsInEveryState.RunnerIn(Enum.Parse<RunnerState>(state));
        row.State.ToString().ShouldBe(state);
        Allowed(row, new()
        {
            ["plan"] = RunnerPlanned(1, 1, 1, 9),
            ["look"] = new RunnerLooked(At(9), Runner(1), Any, Reason.Stray),
            ["retire"] = new RunnerRetired(At(9), Runner(1), Any, Reason.IdleTooLong),
            ["retire dead"] = new RunnerRetired(At(9), Runner(1), Any, Reason.MachineMissing),
            ["close done"] = new RunnerClosed(At(9), Runner(1), RunnerEnd.JobDone, AsOf(9), Reason.JobDone),
            ["close unknown"] = new RunnerClosed(At(9), Runner(1), RunnerEnd.NotFound, AsOf(9), Reason.Stray),
            ["close removed"] = new RunnerClosed(At(9), Runner(1), RunnerEnd.Removed, AsOf(9), Reason.Stray),
        }).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("Creating", "look, condemn, close")]
    [InlineData("Blank", "serve, look, condemn")]
    [InlineData("Serving", "look, condemn")]
    [InlineData("Finished", "look, condemn")]
    [InlineData("Deleting", "look, condemn")]
    [InlineData("Stray", "look, condemn")]
    [InlineData("Absent", "")]
    public void A_machine_may_be_decided_about(string state, string allowed)
    {
        var row = RowsInEveryState.MachineIn(Enum.Parse<MachineState>(state));
        row.State.ToString().ShouldBe(state);
        Allowed(row, new()
        {
            ["plan"] = MachinePlanned(1, 1, 1, 9),
            ["serve"] = MachineServed(1, 2, 9),
            ["look"] = new MachineLooked(At(9), Machine(1), Any, Reason.MachineUncertain),
            ["condemn"] = MachineCondemned(1, 9),
            ["close"] = new MachineClosed(At(9), Machine(1), AsOf(9), Reason.MachineUncertain),
        }).ShouldBe(allowed);
    }

    [Theory]
    [InlineData(false, "note, close")]
    [InlineData(true, "open")]
    public void An_order_may_be_decided_about(bool isClosed, string allowed)
    {
        var row = Fold.Apply(null, OrderOpened(1, 1));
        Allowed(isClosed ? Fold.Apply(row, OrderClosed(1, 2)) : row, new()
        {
            ["open"] = OrderOpened(1, 9),
            ["note"] = OrderNoted(1, 9),
            ["close"] = OrderClosed(1, 9),
        }).ShouldBe(allowed);
    }

    [Fact]
    public void What_is_not_there_may_only_be_planned_or_opened() =>
        Allowed(null, OneOfEachKind.OfType<Decision>()
            .DistinctBy(decision => decision.GetType()).ToDictionary(decision => decision.GetType().Name))
            .Split(", ").Order().ShouldBe(["MachinePlanned", "OrderOpened", "PolicyChanged", "RunnerPlanned"]);

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "2")]
    [InlineData(2, "3")]
    public void Policies_are_numbered_one_by_one(int before, string allowed)
    {
        Row? row = null;
        for (var version = 1; version <= before; version++)
        {
            row = Fold.Apply(row, PolicyChanged(version, version));
        }
        Allowed(row, Enumerable.Range(1, 4).ToDictionary(i => $"{i}", Decision (i) => PolicyChanged(i, 9)))
            .ShouldBe(allowed);
    }

    [Fact]
    public void An_illegal_decision_changes_nothing()
    {
        var gone = RowsInEveryState.RunnerIn(RunnerState.Gone);
        Fold.Apply(gone, RunnerRetired(1, 9)).ShouldBeSameAs(gone);
    }

    [Theory]
    [InlineData(null, 14)]
    [InlineData(5, 14)]
    [InlineData(600, 600)]
    public void A_removal_that_was_refused_is_due_when_GitHub_says_or_else_after_its_back_off(int? retryAt, int due)
    {
        var kept = new RunnerKept(At(10), Runner(1), FaultKind.RateLimited, "", 2, AsOf(10), Told(retryAt));

        ((RunnerRow)Fold.Apply(null, kept)!).RemovalSetback!.NotBefore.ShouldBe(At(due));
    }

    [Theory]
    [InlineData(null, 12)]
    [InlineData(5, 12)]
    [InlineData(600, 600)]
    public void A_deletion_that_was_refused_is_due_when_the_provider_says_or_else_after_its_back_off(
        int? retryAt, int due)
    {
        var refused = new DeleteRefused(
            At(10), Machine(1), Provider, FaultKind.RateLimited, "", 2, AsOf(10), Told(retryAt));

        ((MachineRow)Fold.Apply(null, refused)!).DeleteSetback!.NotBefore.ShouldBe(At(due));
    }

    private static DateTimeOffset? Told(int? second) => second is { } at ? At(at) : null;

    private static string Allowed(Row? row, Dictionary<string, Decision> decisions) =>
        string.Join(", ", decisions.Where(entry => Transitions.Allow(row, entry.Value)).Select(entry => entry.Key));
}
