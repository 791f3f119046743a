using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Http;

/// <summary>Waiting for a place among the writes.</summary>
public sealed class RateGateTests
{
    private static readonly ApiCall Removal =
        ApiCall.ForRemoval(new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme"));

    private readonly TestTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_finds_every_place_taken_waits_as_long_as_it_is_patient_and_is_then_refused()
    {
        var rules = RateRules.Default;
        using var gate = new RateGate("alice", rules, new SteadyClock(_time));
        for (var i = 0; i < rules.WritesMax; i++)
        {
            await gate.EnterAsync(Removal, isWrite: true, Stop);
        }

        var waiting = gate.EnterAsync(Removal, isWrite: true, Stop);
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(Removal.Patience);

        (await Should.ThrowAsync<CallFailedException>(() => waiting)).Fault.Kind.ShouldBe(FaultKind.Transient);
    }

    [Fact]
    public async Task A_write_that_waits_takes_the_place_of_one_that_leaves()
    {
        var rules = RateRules.Default;
        using var gate = new RateGate("alice", rules, new SteadyClock(_time));
        var passes = new List<RatePass>();
        for (var i = 0; i < rules.WritesMax; i++)
        {
            passes.Add(await gate.EnterAsync(Removal, isWrite: true, Stop));
        }

        var waiting = gate.EnterAsync(Removal, isWrite: true, Stop);
        gate.Leave(passes[0], isWrite: true, answer: null);

        await waiting;
    }
}
