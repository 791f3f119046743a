using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Bench.Figures;

/// <summary>One planning pass over a fleet at its limit: so many runners busy or idle, so many jobs waiting.</summary>
internal static class PlannerBench
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Scope Acme = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public static void Run(bool isTiny)
    {
        var (runners, jobs) = isTiny ? (100, 200) : (10_000, 20_000);
        var policy = Policy(runners);
        var ledger = Fill(policy, runners, jobs);
        var seed = new Seed(1, 1);
        var asOf = new AsOf(1, 1_000_000, Now);
        Figure.Time($"snapshot of {runners} runners, {jobs} waiting jobs", isTiny ? 3 : 50,
            () => ledger.Snapshot(asOf, Now));
        var snapshot = ledger.Snapshot(asOf, Now);
        Figure.Time($"planning pass, {runners} runners, {jobs} waiting jobs", isTiny ? 3 : 50,
            () => Planner.Plan(snapshot, policy, Now, seed));
        Console.WriteLine($"  steps: {Planner.Plan(snapshot, policy, Now, seed).Steps.Count}");
    }

    private static FleetPolicy Policy(int runners) => new()
    {
        Identity = new FleetIdentity("bench", "nonce", RunnerNames.MarkOf("bench", "nonce")),
        Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
        Providers = [new ProviderPolicy(new ProviderName("p"), "bench", false, TimeSpan.FromSeconds(5), 100)],
        RunnersMax = runners,
        Pools = [.. Enumerable.Range(0, 10).Select(i => new PoolPolicy
        {
            Name = new PoolName($"pool-{i}"),
            Scopes = [Acme],
            Labels = LabelSet.Of("self-hosted", "linux", $"size-{i}"),
            Offers = [new Offer(new ProviderName("p"), new MachineSize($"size-{i}"), null, "image")],
        })],
    };

    /// <summary>Nine tenths of the runners are busy, one tenth idles; the jobs come from fifty repositories.</summary>
    private static Ledger Fill(FleetPolicy policy, int runners, int jobs)
    {
        var ledger = new Ledger(0, []);
        var seq = 0L;
        var versions = new Dictionary<Subject, int>();
        for (var i = 0; i < runners; i++)
        {
            var pool = policy.Pools[i % 10];
            var name = RunnerNames.Draw(policy.Identity.Mark, new Seed(1, i), 0);
            var asOf = new AsOf(1, i * 4, Now);
            var plan = new RunnerPlan(
                pool.Name, new RunnerClass("github.com", Acme, pool.Group, pool.Labels), MachineName.Of(name),
                OrderKey.ForStock(name), pool.RunnerTimeouts, Now);
            Put(new RunnerPlanned(Now, RunnerName.Of(name), plan,
                new Intent(IntentKind.Ticket, 1, asOf, Now.AddMinutes(9)), Reason.JobWaiting));
            Put(new MachinePlanned(
                Now, MachineName.Of(name),
                new MachinePlan(pool.Name, Acme, pool.Offers[0], plan.BornFor, 1, Now, Now.AddHours(25)),
                RunnerName.Of(name), new Intent(IntentKind.Create, 1, asOf, Now.AddMinutes(9)), Reason.JobWaiting));
            Put(new RunnerTicketed(Now, RunnerName.Of(name), new Registration(i), asOf with { Tick = asOf.Tick + 1 }));
            Put(new MachineCreated(Now, MachineName.Of(name), new ProviderName("p"),
                asOf with { Tick = asOf.Tick + 2 }));
            if (i % 10 != 0)
            {
                Put(new RunnerBusy(Now, RunnerName.Of(name), new JobKey("github.com", 1_000_000 + i)));
            }
        }
        for (var i = 0; i < jobs; i++)
        {
            var key = new JobKey("github.com", i);
            var details = new JobDetails(
                new Repository(i % 50, "acme", $"repo-{i % 50}", true), i, 1, "ci", "build",
                LabelSet.Of("self-hosted", "linux", $"size-{i % 10}"), "");
            Put(new JobQueued(Now, key, details, Now.AddSeconds(-i)));
            Put(new OrderOpened(Now, OrderKey.ForJob(key), policy.Pools[i % 10].Name, null, Reason.JobWaiting));
        }
        return ledger;

        void Put(Fact fact)
        {
            var version = versions[fact.Subject] = versions.GetValueOrDefault(fact.Subject) + 1;
            ledger.TryApply(new JournalEntry(++seq, version, fact));
        }
    }
}
