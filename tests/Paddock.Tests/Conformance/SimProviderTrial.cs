using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Simulator;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;

namespace Paddock.Tests.Conformance;

/// <summary>
/// The simulated provider in a world without faults, driven as the simulator drives it: pump first, then time.
/// </summary>
internal sealed class SimProviderTrial : IProviderTrial
{
    private static readonly ProviderPolicy Policy =
        new(new ProviderName("p0"), "simulated", HoldsBlanks: true, TimeSpan.FromSeconds(5), StartsMax: 8);

    private readonly SimTime _time;
    private readonly SimGitHub _gitHub;
    private readonly SimProvider _place;
    private int _names;

    private SimProviderTrial(SimTime time)
    {
        _time = time;
        var dice = new SimDice(1);
        var faults = new FaultBox(FaultRates.None, dice.Split());
        _gitHub = new SimGitHub(time, dice.Split(), faults);
        _gitHub.Model.AddRepository("acme", "app");
        var runners = new SimRunners(_gitHub, time, dice.Split(), faults, Knobs.Draw(1));
        _place = new SimProvider(Policy, time, dice.Split(), faults, runners);
        var calls = new SimCalls(time, dice.Split(), faults);
        Provider = new SimProviderDoor(_place, time, dice.Split(), faults, calls, new StartLog(), watches: true);
    }

    public static IReadOnlyList<ConformanceCheck> Checks => ChecksIn(new SimTime());

    public IProvider Provider { get; }

    public FleetIdentity Identity { get; } = new("sim", "nonce", RunnerNames.MarkOf("sim", "nonce"));

    public Offer Offer { get; } = new(Policy.Name, new MachineSize(), null, "image");

    public Offer? BadOffer => null;

    public Scope Scope { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public TimeProvider Time => _time;

    public TimeSpan Patience => TimeSpan.FromMinutes(5);

    public TimeSpan ShortLifetime => TimeSpan.FromSeconds(30);

    public int Several => 5;

    /// <summary>Runs one check to its end in a world and a time of its own.</summary>
    public static async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var time = new SimTime();
        using var pump = new Pump();
        var check = ChecksIn(time).Single(check => check.Name == name);
        Task? running = null;
        pump.Post(_ => running = check.RunAsync(cancellationToken), null);
        while (running is not { IsCompleted: true })
        {
            if (!pump.TryStep() && !time.TryAdvance())
            {
                throw new InvalidOperationException("The check waits for something that nothing will bring.");
            }
        }
        await running;
    }

    public MachineName NewName() => new(RunnerNames.Draw(Identity.Mark, new Seed(1, 0), _names++));

    /// <summary>
    /// A simulated listener whose registration is not to be found goes; one that finds it waits for a job.
    /// </summary>
    public TrialTicket NewTicket(MachineName machine, RunnerCourse course)
    {
        var runner = $"runner-{_names++}";
        if (course == RunnerCourse.Stays)
        {
            _gitHub.Model.Register("orgs/acme", runner, 1, ["self-hosted"], _time.True);
        }
        return new TrialTicket(new Ticket([new TicketFile(".runner", new Secret(runner))]), runner);
    }

    public Task PlantForeignAsync(MachineName name, CancellationToken cancellationToken)
    {
        var tags = new MachineTags("sim", "another nonce", new PoolName("p"), name, 1, DateTimeOffset.MaxValue);
        var spec = new MachineSpec(name, tags, Offer, Scope, TimeSpan.MaxValue);
        _place.Plant(new SimMachine(spec, _time.Now) { Phase = MachinePhase.Running });
        return Task.CompletedTask;
    }

    public Task<bool> IsForeignIntactAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult(_place.Machines.Any(machine => machine.Name == name && machine.IsAlive && !machine.IsOurs));

    public Task<IReadOnlyList<string>> ReadableAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IReadOnlyList<ConformanceCheck> ChecksIn(SimTime time) => ProviderConformance.Checks(
        new ProviderTraits(
            HoldsBlanks: true, Watches: true, Diagnoses: false, Policy.Settle, CallsMax: 8, TimeSpan.FromMinutes(1)),
        _ => Task.FromResult<IProviderTrial>(new SimProviderTrial(time)));
}
