using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Engine;

/// <summary>
/// What exists at the providers and at GitHub, as facts. It compares lists with the ledger and reports differences
/// only; what a difference means is the planner's business.
/// </summary>
internal sealed class Inventory(
    EngineContext engine, Ledger ledger, Lanes lanes, Recorder recorder, HealthBoard health)
{
    private readonly Dictionary<string, Task> _listing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);

    /// <summary>Lists a provider again and again; its events, where it pushes them, come in between.</summary>
    public async Task SweepAsync(ProviderName provider, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ListAsync(provider);
            await Task.Delay(engine.Options.MachineSweep, engine.Doors.Time, cancellationToken);
        }
    }

    /// <summary>Lists the runners of every scope in use, again and again.</summary>
    public async Task SweepRunnersAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var scope in ScopesInUse())
            {
                await ListRunnersAsync(scope);
            }
            await Task.Delay(engine.Options.RunnerSweep, engine.Doors.Time, cancellationToken);
        }
    }

    public async Task WatchAsync(ProviderName provider, CancellationToken cancellationToken)
    {
        await foreach (var news in engine.Doors.Providers[provider].WatchAsync(cancellationToken))
        {
            var asOf = engine.Clock.NextAsOf();
            switch (news)
            {
                case MachineEvent.Seen { Machine: var machine } when IsNews(machine, asOf):
                    await recorder.RecordAsync([SeenFact(provider, machine, asOf, asOf)]);
                    break;
                case MachineEvent.Gone { Name: var name } when ledger.Find(Subject.Of(name)) is MachineRow:
                    await recorder.RecordAsync([new MachineMissing(asOf.At, name, provider, asOf)]);
                    break;
                case MachineEvent.Gap:
                    await ListAsync(provider);
                    break;
            }
        }
    }

    /// <summary>
    /// A look for the planner's sake. Looks asked for while a list waits its turn share that list: one call answers
    /// for every machine in doubt, and none is asked about by name in a loop.
    /// </summary>
    public Task LookAsync(ProviderName provider) => ListAsync(provider);

    private Task ListAsync(ProviderName provider)
    {
        if (_listing.TryGetValue(provider.Value, out var waiting) && !waiting.IsCompleted)
        {
            return waiting;
        }
        return _listing[provider.Value] = ListOnceAsync(provider);
    }

    private async Task ListOnceAsync(ProviderName provider)
    {
        AsOf asOf = default;
        var reply = await lanes.Provider(provider, _ => engine.Options.ProviderLimit, async (door, limit) =>
        {
            // The list begins now: whoever asks from here on needs a newer one. What is created after this tick and
            // not listed is not missing.
            _listing.Remove(provider.Value);
            asOf = engine.Clock.NextAsOf();
            try
            {
                return await door.ListAsync(limit);
            }
            catch (OperationCanceledException)
            {
                return new MachineListReply.Refused(new Fault(FaultKind.Transient, "The list did not come in time."));
            }
        });
        switch (reply)
        {
            case MachineListReply.Complete complete:
                health.Good($"provider {provider}");
                TellForeign(provider, complete.Foreign);
                await recorder.RecordAsync(Compare(provider, complete.Machines, asOf));
                break;
            case MachineListReply.Refused { Fault: var fault }:
                health.Bad($"provider {provider}", fault.Message);
                break;
        }
    }

    private List<Observation> Compare(ProviderName provider, IReadOnlyList<ListedMachine> machines, AsOf asOf)
    {
        var facts = new List<Observation>();
        var until = engine.Clock.NextAsOf();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var machine in machines)
        {
            listed.Add(machine.Name.Value);
            if (IsNews(machine, asOf))
            {
                facts.Add(SeenFact(provider, machine, asOf, until));
            }
        }
        foreach (var row in ledger.Machines)
        {
            if (row.Provider == provider && row.IsOpen && !listed.Contains(row.Name.Value) && IsMissed(row, asOf))
            {
                facts.Add(new MachineMissing(asOf.At, row.Name, provider, asOf));
            }
        }
        return facts;
    }

    private bool IsNews(ListedMachine machine, AsOf asOf)
    {
        if (ledger.Find(Subject.Of(machine.Name)) is not MachineRow row)
        {
            return true;
        }
        if (row.Looking is { } looking && !(row.Seen?.AsOf > looking.Decided)
            || row.KnownAsOf is not { } known || row.MissingAsOf > known)
        {
            return true;
        }
        var phase = row.Seen?.Phase
            ?? (row.Runner is null ? MachinePhase.Blank : MachinePhase.Running);
        return phase != machine.Phase && asOf > known;
    }

    /// <summary>Is its absence from a list that began then worth telling?</summary>
    private static bool IsMissed(MachineRow row, AsOf asOf)
    {
        if (row.KnownAsOf is { } known)
        {
            return asOf > known && !(row.MissingAsOf > known);
        }

        // Nobody has answered for it yet, so it is expected to be missing; only somebody in doubt wants to hear it.
        return row.Looking is { } looking && asOf > looking.Decided && !(row.MissingAsOf > looking.Decided);
    }

    private static MachineSeen SeenFact(ProviderName provider, ListedMachine machine, AsOf asOf, AsOf until) =>
        new(until.At, machine.Name, provider, machine.Phase, machine.ExitCode, machine.Message, asOf, until);

    private void TellForeign(ProviderName provider, int foreign)
    {
        var door = $"provider {provider}: other installation";
        if (foreign > 0)
        {
            _foreign.Add(provider.Value);
            health.Bad(door,
                $"{foreign} machines carry this fleet's name and another installation's nonce; they are left alone.");
        }
        else if (_foreign.Remove(provider.Value))
        {
            health.Good(door);
        }
    }

    /// <summary>
    /// Where runners of ours may be registered: as configured, and as rows of older configurations say.
    /// </summary>
    public List<Scope> ScopesInUse()
    {
        var scopes = new List<Scope>();
        foreach (var scope in engine.Policy.Current.Pools.SelectMany(pool => pool.Scopes)
            .Concat(ledger.Runners.Where(runner => runner.Scope is not null).Select(runner => runner.Scope!)))
        {
            if (!scopes.Contains(scope))
            {
                scopes.Add(scope);
            }
        }
        return scopes;
    }

    public async Task ListRunnersAsync(Scope scope)
    {
        var asOf = engine.Clock.NextAsOf();
        var reply = await lanes.Forge(scope, async limit =>
        {
            asOf = engine.Clock.NextAsOf();
            try
            {
                return await engine.Doors.Forge.ListAsync(scope, limit);
            }
            catch (OperationCanceledException)
            {
                return new RunnerListReply.Refused(new Fault(FaultKind.Transient, "The list did not come in time."));
            }
        });
        switch (reply)
        {
            case RunnerListReply.Complete complete:
                health.Good($"runners of {scope}");
                await recorder.RecordAsync(CompareRunners(scope, complete.Runners, asOf));
                break;
            case RunnerListReply.Refused { Fault: var fault }:
                health.Bad($"runners of {scope}", fault.Message);
                break;
        }
    }

    private List<Observation> CompareRunners(Scope scope, IReadOnlyList<ListedRunner> runners, AsOf asOf)
    {
        var facts = new List<Observation>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var mark = engine.Policy.Current.Identity.Mark;
        foreach (var runner in runners.Where(runner => RunnerNames.IsOurs(mark, runner.Name.Value)))
        {
            listed.Add(runner.Name.Value);
            var seen = (ledger.Find(Subject.Of(runner.Name)) as RunnerRow)?.Seen;
            if (seen is null || seen.Online != runner.Online || seen.Busy != runner.Busy)
            {
                facts.Add(new RunnerSeen(
                    asOf.At, runner.Name, scope, runner.Registration, runner.Online, runner.Busy, asOf));
            }
        }
        foreach (var row in ledger.Runners)
        {
            if (scope.Equals(row.Scope) && !listed.Contains(row.Name.Value) && IsMissed(row, asOf))
            {
                facts.Add(new RunnerMissing(asOf.At, row.Name, asOf));
            }
        }
        return facts;
    }

    /// <summary>Lists may be a minute old: a runner that is younger than that is not missed.</summary>
    private static bool IsMissed(RunnerRow row, AsOf asOf)
    {
        var known = AsOf.Later(row.TicketedAsOf, row.Seen?.AsOf);
        return known is not null && asOf.At >= known.Value.At + RunnerRow.ListEcho && !(row.MissingAsOf > known);
    }
}
