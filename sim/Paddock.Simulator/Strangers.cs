using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Providers;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.World;

namespace Paddock.Simulator;

/// <summary>
/// Things that are not ours, in every run: machines of another installation with our fleet's name, and registrations
/// whose names begin like ours. None of them may be touched (P5).
/// </summary>
public static class Strangers
{
    /// <summary>A machine of another installation, which runs for a runner of its name.</summary>
    public static SimMachine Machine(string runner)
    {
        var name = MachineName.Of(runner);
        var tags = new MachineTags(
            "sim", "another nonce", new PoolName("pool-0"), name, 1, DateTimeOffset.MaxValue);
        var offer = new Offer(new ProviderName("elsewhere"), new MachineSize(), null, "image");
        var scope = new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme");
        var spec = new MachineSpec(name, tags, offer, scope, TimeSpan.MaxValue);
        return new SimMachine(spec, bornAt: 0) { Phase = MachinePhase.Running, Ticket = runner };
    }

    public static void Plant(SimGitHub gitHub, IReadOnlyList<SimProvider> providers, Knobs knobs, Watchdog watchdog)
    {
        var theirs = RunnerNames.MarkOf("sim", "another nonce");
        foreach (var provider in providers)
        {
            provider.Plant(Machine(RunnerNames.Draw(theirs, new Seed(knobs.Seed, 1), 0)));
        }
        var mark = knobs.Policy.Identity.Mark;
        string[] names =
        [
            $"pdk-{mark}", $"pdk-{mark}-short", $"pdk-{mark}x-abcdefghijkl",
            RunnerNames.Draw(theirs, new Seed(1, 1), 0),
        ];
        foreach (var name in names)
        {
            gitHub.Model.Register("orgs/acme", name, 1, ["other"], DateTimeOffset.UnixEpoch.AddYears(56));
        }
        gitHub.Removed += name =>
        {
            if (names.Contains(name))
            {
                watchdog.Bark("P5", $"removed the registration {name}, which is not ours");
            }
        };
    }
}
