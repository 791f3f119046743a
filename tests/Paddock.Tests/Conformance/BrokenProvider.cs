using System.Runtime.CompilerServices;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Tests.Conformance;

/// <summary>What is wrong with a provider in memory.</summary>
public enum Flaw
{
    None,
    ThrowsOverNames,
    ThrowsWhenCancelled,
    Hangs,
    NeverAdopts,
    Races,
    AdoptsForeign,
    LeavesHalf,
    NeverStarts,
    StartsAgain,
    BlamesThePlace,
    MakesWhatMustExist,
    RunsBlanks,
    DoublesBlanks,
    ListsOnePage,
    HidesEnded,
    ForgetsGeneration,
    OverlooksForeign,
    ListsForeign,
    KeepsRunning,
    KeepsEnded,
    DeletesNeighbours,
    MissesTheGone,
    DeletesForeign,
    TellsTicketOfRunning,
    TellsTicketOfEnded,
    LeaksToOthers,
    RunsForever,
    HidesEndsFromWatch,
    HidesGoneFromWatch,
    TellsOnlyAFirstGap,
    StopsWatching,
    ForgetsEnded,
    DiagnosesTheAbsent,
}

/// <summary>A provider in memory that keeps every promise but one: what the suite has to find.</summary>
internal sealed class BrokenProvider(Flaw flaw) : IProvider, IProviderTrial
{
    private const string Ends = "ends";
    private static readonly ProviderName Name = new("memory");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Machine> _machines = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _bothHaveLooked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _looks;
    private int _names;

    private sealed class Machine(MachineSpec spec)
    {
        public MachineSpec Spec => spec;

        public Ticket? Ticket { get; set; }

        public MachinePhase Phase { get; set; }

        public long StartedAt { get; set; }

        public bool HasEnded => Phase == MachinePhase.Finished;

        public bool IsForeign { get; init; }
    }

    public static IReadOnlyList<ConformanceCheck> Checks(Flaw flaw)
    {
        var traits = new BrokenProvider(flaw).Traits;
        return ProviderConformance.Checks(traits, _ => Task.FromResult<IProviderTrial>(new BrokenProvider(flaw)));
    }

    public IProvider Provider => this;

    public FleetIdentity Identity { get; } = new("fleet", "ours", RunnerNames.MarkOf("fleet", "ours"));

    public Offer Offer { get; } = new(Name, new MachineSize(), null, "image");

    public Offer? BadOffer { get; } = new(Name, new MachineSize(), null, "absent");

    public Scope Scope { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public TimeProvider Time => TimeProvider.System;

    /// <summary>Nothing takes time here, so only a check that is about to fail ever waits for long.</summary>
    public TimeSpan Patience => flaw == Flaw.None ? TimeSpan.FromSeconds(20) : TimeSpan.FromMilliseconds(300);

    public TimeSpan ShortLifetime => TimeSpan.FromMilliseconds(100);

    public int Several => 4;

    public ProviderTraits Traits { get; } = new(
        HoldsBlanks: true, Watches: true, Diagnoses: true, TimeSpan.Zero, CallsMax: 1,
        flaw == Flaw.Hangs ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromMinutes(1));

    public MachineName NewName() => new($"machine-{_names++}");

    public TrialTicket NewTicket(MachineName machine, RunnerCourse course)
    {
        var text = course == RunnerCourse.Ends ? Ends : "stays";
        var mark = $"secret-{_names++}";
        return new TrialTicket(new Ticket([new TicketFile(".runner", new Secret($"{text} {mark}"))]), mark);
    }

    public Task PlantForeignAsync(MachineName name, CancellationToken cancellationToken)
    {
        var tags = new MachineTags("fleet", "theirs", new PoolName("p"), name, 1, DateTimeOffset.MaxValue);
        _machines[name.Value] = new Machine(new MachineSpec(name, tags, Offer, Scope, TimeSpan.FromHours(1)))
        {
            IsForeign = true,
            Phase = MachinePhase.Running,
            StartedAt = Time.GetTimestamp(),
        };
        return Task.CompletedTask;
    }

    public Task<bool> IsForeignIntactAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult(_machines.TryGetValue(name.Value, out var there)
            && there is { IsForeign: true, Phase: MachinePhase.Running });

    public Task<IReadOnlyList<string>> ReadableAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(
            flaw == Flaw.LeaksToOthers ? [_machines[name.Value].Ticket!.Files[0].Content.Reveal()] : []);

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public async Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        if (flaw == Flaw.ThrowsWhenCancelled && cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException("Cancelled.");
        }
        if (flaw == Flaw.ThrowsOverNames && spec.Name.Value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A name has a zero in it.");
        }
        if (flaw == Flaw.Hangs)
        {
            await new TaskCompletionSource().Task;
        }
        var there = Look(spec.Name);
        if (flaw == Flaw.Races)
        {
            await BothHaveLookedAsync();
        }
        lock (_lock)
        {
            there = flaw == Flaw.Races ? there : Look(spec.Name);
            return there is null ? Make(spec, ticket) : Serve(there, ticket);
        }
    }

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Live();
            var ours = _machines.Values
                .Where(machine => !machine.IsForeign || flaw == Flaw.ListsForeign)
                .Where(machine => !(machine.HasEnded && flaw == Flaw.HidesEnded))
                .Take(flaw == Flaw.ListsOnePage ? 3 : int.MaxValue);
            var foreign = flaw == Flaw.OverlooksForeign ? 0 : _machines.Values.Count(machine => machine.IsForeign);
            return Task.FromResult<MachineListReply>(new MachineListReply.Complete([.. ours.Select(Listed)], foreign));
        }
    }

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Delete(name));
        }
    }

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ListedMachine>(StringComparer.Ordinal);
        if (flaw == Flaw.TellsOnlyAFirstGap)
        {
            yield return new MachineEvent.Gap();
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
        }
        while (flaw != Flaw.StopsWatching)
        {
            foreach (var news in Changes(known))
            {
                yield return news;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(10), Time, cancellationToken);
        }
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken)
    {
        var there = Look(name);
        return Task.FromResult(
            there is null && flaw != Flaw.DiagnosesTheAbsent || there is not null && flaw == Flaw.ForgetsEnded
                ? null
                : new Diagnosis(0, "the end"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Machine? Look(MachineName name)
    {
        lock (_lock)
        {
            return _machines.GetValueOrDefault(name.Value);
        }
    }

    /// <summary>Of two calls neither acts before the other has looked, so that the race has no winner.</summary>
    private Task BothHaveLookedAsync()
    {
        if (Interlocked.Increment(ref _looks) == 2)
        {
            _bothHaveLooked.SetResult();
        }
        return _bothHaveLooked.Task;
    }

    private EnsureReply Make(MachineSpec spec, Ticket? ticket)
    {
        if (spec.MustExist && flaw != Flaw.MakesWhatMustExist)
        {
            return Refused(FaultKind.NotFound);
        }
        var machine = new Machine(spec);
        if (spec.Offer == BadOffer)
        {
            if (flaw == Flaw.LeavesHalf)
            {
                _machines[spec.Name.Value] = machine;
            }
            return Refused(FaultKind.InvalidSpec);
        }
        _machines[spec.Name.Value] = machine;
        if (ticket is not null)
        {
            Start(machine, ticket);
        }
        else
        {
            machine.Phase = flaw == Flaw.RunsBlanks ? MachinePhase.Running : MachinePhase.Blank;
        }
        return new EnsureReply.Done(Adopted: false);
    }

    private EnsureReply Serve(Machine there, Ticket? ticket)
    {
        Live();
        if (there.IsForeign && flaw != Flaw.AdoptsForeign)
        {
            return Refused(FaultKind.NameTaken);
        }
        if (there.HasEnded && flaw != Flaw.StartsAgain)
        {
            return Refused(flaw == Flaw.BlamesThePlace ? FaultKind.Fatal : FaultKind.NotFound);
        }
        if (ticket is not null && there.Phase is MachinePhase.Blank or MachinePhase.Finished)
        {
            Start(there, ticket!);
        }
        var isDoubled = flaw == Flaw.NeverAdopts || flaw == Flaw.DoublesBlanks && there.Phase == MachinePhase.Blank;
        return new EnsureReply.Done(Adopted: !isDoubled);
    }

    private DeleteReply Delete(MachineName name)
    {
        if (!_machines.TryGetValue(name.Value, out var there))
        {
            return flaw == Flaw.MissesTheGone
                ? new DeleteReply.Refused(new Fault(FaultKind.NotFound, "What machine?"))
                : new DeleteReply.Gone();
        }
        if (there.IsForeign && flaw != Flaw.DeletesForeign)
        {
            return new DeleteReply.Refused(new Fault(FaultKind.NameTaken, "It is not ours."));
        }
        if (flaw == Flaw.DeletesNeighbours)
        {
            _machines.Clear();
        }
        if (!(there.HasEnded ? flaw == Flaw.KeepsEnded : flaw == Flaw.KeepsRunning))
        {
            _machines.Remove(name.Value);
        }
        return new DeleteReply.Gone();
    }

    private void Start(Machine machine, Ticket ticket)
    {
        machine.Ticket = ticket;
        machine.Phase = flaw == Flaw.NeverStarts ? MachinePhase.Creating : MachinePhase.Running;
        machine.StartedAt = Time.GetTimestamp();
    }

    /// <summary>What happens by itself: runners end, lifetimes run out.</summary>
    private void Live()
    {
        foreach (var machine in _machines.Values.Where(machine => machine.Phase == MachinePhase.Running))
        {
            var isOver = Time.GetElapsedTime(machine.StartedAt) >= machine.Spec.Lifetime && flaw != Flaw.RunsForever;
            var hasEnded = machine.Ticket is { Files: [var file] }
                && file.Content.Reveal().StartsWith(Ends, StringComparison.Ordinal);
            machine.Phase = isOver || hasEnded ? MachinePhase.Finished : MachinePhase.Running;
        }
    }

    private List<MachineEvent> Changes(Dictionary<string, ListedMachine> known)
    {
        lock (_lock)
        {
            Live();
            var now = _machines.Values.Where(machine => !machine.IsForeign).Select(Listed).ToList();
            var news = new List<MachineEvent>();
            foreach (var machine in now.Where(machine => known.GetValueOrDefault(machine.Name.Value) != machine))
            {
                known[machine.Name.Value] = machine;
                if (machine.Phase != MachinePhase.Finished || flaw != Flaw.HidesEndsFromWatch)
                {
                    news.Add(new MachineEvent.Seen(machine));
                }
            }
            foreach (var name in known.Keys.Where(name => !_machines.ContainsKey(name)).ToList())
            {
                known.Remove(name);
                if (flaw is not Flaw.HidesGoneFromWatch and not Flaw.HidesEndsFromWatch)
                {
                    news.Add(new MachineEvent.Gone(new MachineName(name)));
                }
            }
            return news;
        }
    }

    private ListedMachine Listed(Machine machine)
    {
        var isTold = machine.HasEnded ? flaw == Flaw.TellsTicketOfEnded : flaw == Flaw.TellsTicketOfRunning;
        return new ListedMachine(
            machine.Spec.Name, machine.Phase, machine.HasEnded ? 0 : null,
            isTold ? machine.Ticket!.Files[0].Content.Reveal() : "",
            flaw == Flaw.ForgetsGeneration ? 1 : machine.Spec.Tags.Generation);
    }

    private static EnsureReply.Refused Refused(FaultKind kind) => new(new Fault(kind, "No."));
}
