using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Simulator;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Simulator;

/// <summary>
/// A checker that never barked proves nothing. For each promise of design.md §9 one thing is broken, in a run that is
/// calm otherwise, and the checker of that promise has to find it.
/// </summary>
public sealed class CheckerBiteTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Every_promise_has_a_test_that_breaks_it(int promise) =>
        typeof(CheckerBiteTests).GetMethods()
            .ShouldContain(test => test.Name.StartsWith($"P{promise}_bites_when_", StringComparison.Ordinal));

    [Fact]
    public void Nothing_barks_at_a_calm_run() => Promise(Calm(), new Sabotage()).ShouldBeNull();

    [Fact]
    public void P1_bites_when_orders_are_not_stored() =>
        Promise(Calm(),
            Store(inner => new AlteredStore(inner) { Swallows = item => item.Facts[0].Fact is OrderOpened }))
            .ShouldBe("P1");

    [Fact]
    public void P1_bites_when_orders_are_not_closed() =>
        Promise(Calm(), Store(inner => new AlteredStore(inner)
        {
            Swallows = item => item.Facts[0].Fact is OrderClosed { Order.Job: not null },
        })).ShouldBe("P1");

    [Fact]
    public void P2_bites_when_the_product_knows_no_limit()
    {
        var knobs = Calm(TestPolicy.Pool() with { RunnersMax = 3 });
        Promise(knobs, new Sabotage { Policy = Calm().Policy }).ShouldBe("P2");
    }

    [Fact]
    public void P2_bites_when_the_product_knows_no_limit_of_the_fleet()
    {
        var knobs = Calm();
        var limited = knobs with { Policy = knobs.Policy with { RunnersMax = 3 } };
        Promise(limited, new Sabotage { Policy = knobs.Policy }).ShouldBe("P2");
    }

    [Fact]
    public void P3_bites_when_a_running_machine_is_called_finished() =>
        Promise(Calm(), Provider(inner => new AlteredProvider(inner)
        {
            Listed = list => list with
            {
                Machines = [.. list.Machines.Select(machine => machine with { Phase = MachinePhase.Finished })],
            },
        })).ShouldBe("P3");

    [Fact]
    public void P4_bites_when_a_machine_outlives_its_deadline_while_Paddock_is_away() =>
        Promise(Away(), Provider(inner => new AlteredProvider(inner)
        {
            Asked = spec => spec with { Lifetime = TimeSpan.FromDays(30) },
        })).ShouldBe("P4");

    [Fact]
    public void P4_bites_when_what_has_ended_is_not_cleared_away_on_return() =>
        Promise(Away(), Provider(inner => new AlteredProvider(inner) { OnlySaysGone = true })).ShouldBe("P4");

    [Fact]
    public void P4_bites_when_a_blank_machine_is_kept_past_its_deadline() =>
        Promise(Away(StockKind.Blank), new Sabotage
        {
            Policy = Calm(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2, Kind: StockKind.Blank) }).Policy,
        }).ShouldBe("P4");

    [Theory]
    [InlineData(StockKind.Registered)]
    [InlineData(StockKind.Blank)]
    public void P4_is_kept_while_Paddock_is_away(StockKind stock) =>
        Promise(Away(stock), new Sabotage()).ShouldBeNull();

    [Fact]
    public void P5_bites_when_a_stranger_is_taken_for_ours()
    {
        var knobs = Calm();
        var theirs = RunnerNames.MarkOf("sim", "another nonce");
        var stranger = MachineName.Of(RunnerNames.Draw(theirs, new Seed(knobs.Seed, 1), 0));
        Promise(knobs, Provider(inner => new AlteredProvider(inner)
        {
            Listed = list => list with
            {
                Machines = [.. list.Machines, new ListedMachine(stranger, MachinePhase.Running, null, "")],
            },
        })).ShouldBe("P5");
    }

    [Fact]
    public void P5_bites_when_GitHub_gives_ours_the_number_of_a_strangers_registration()
    {
        // Warm stock that has reached its age is retired, by its number.
        var knobs = Calm(TestPolicy.Pool() with
        {
            Idle = new IdlePolicy(Min: 1), Timeouts = new PoolTimeouts { MaxLifetime = TimeSpan.FromMinutes(10) },
        });
        Registration? stranger = null;
        Promise(knobs, new Sabotage
        {
            Doors = doors => doors with
            {
                Forge = new AlteredForge(doors.Forge)
                {
                    Numbered = (name, registration) => RunnerNames.IsOurs(knobs.Policy.Identity.Mark, name.Value)
                        ? stranger ?? registration
                        : stranger = registration,
                },
            },
        }).ShouldBe("P5");
    }

    [Fact]
    public void P6_bites_when_a_registration_is_left_behind()
    {
        var knobs = Calm();
        var leaked = 0;
        Promise(knobs, new Sabotage
        {
            Doors = doors => doors with
            {
                Forge = new AlteredForge(doors.Forge)
                {
                    Besides = _ => leaked++ == 0
                        ? RunnerName.Of(RunnerNames.Draw(knobs.Policy.Identity.Mark, new Seed(99, 99), 0))
                        : null,
                    ListsNothing = true,
                },
            },
        }).ShouldBe("P6");
    }

    [Fact]
    public void P7_bites_when_the_sweep_comes_late() =>
        Promise(Calm() with { Faults = new FaultRates { WebhookLost = 1 } }, new Sabotage
        {
            Doors = doors => doors with
            {
                Sources = [.. doors.Sources.Select(source => new LateSource(source, TimeSpan.FromMinutes(5)))],
            },
        }).ShouldBe("P7");

    [Theory]
    [InlineData(30, 900)]
    [InlineData(5000, 15)]
    public void P8_bites_when_a_request_is_sent_that_is_known_to_be_limited(int perHour, int perMinute)
    {
        var knobs = Limited(perHour, perMinute);
        Promise(knobs, new Sabotage()).ShouldBeNull();
        Promise(knobs, new Sabotage { Gate = GateFault.SendsAnyway }).ShouldBe("P8");
    }

    [Fact]
    public void P8_bites_when_everybody_goes_at_once_after_a_pause()
    {
        // Several registration targets wait for the end of the pause.
        var knobs = Limited(perHour: 5000, perMinute: 15, TestPolicy.Pool() with
        {
            Idle = new IdlePolicy(Min: 2),
            Scopes =
            [
                new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme"),
                new Scope(Scope.DefaultConnection, ScopeKind.Repository, "acme/repo-0"),
                new Scope(Scope.DefaultConnection, ScopeKind.Repository, "acme/repo-1"),
            ],
        });
        Promise(knobs, new Sabotage()).ShouldBeNull();
        Promise(knobs, new Sabotage { Gate = GateFault.ForgetsThePause }).ShouldBe("P8");
    }

    [Fact]
    public void P9_bites_when_a_job_that_matches_nothing_is_not_shown() =>
        Promise(Calm(), Store(inner => new AlteredStore(inner)
        {
            Observed = fact => fact is JobQueued queued && queued.Details.Labels.Contains("windows")
                ? new JobHeld(queued.At, queued.Job, queued.Details)
                : fact,
        })).ShouldBe("P9");

    [Fact]
    public void P9_bites_when_what_is_in_the_way_of_a_job_is_not_what_it_wants() =>
        Promise(Calm(), Store(inner => new AlteredStore(inner)
        {
            Observed = fact => fact is JobQueued queued && queued.Details.Labels.Contains("windows")
                ? queued with { Details = queued.Details with { Labels = LabelSet.Of("self-hosted", "macos") } }
                : fact,
        })).ShouldBe("P9");

    [Fact]
    public void P10_bites_when_a_door_asks_a_silent_GitHub_again_and_again() =>
        Promise(Outage(FaultBox.GitHub), new Sabotage
        {
            Doors = doors => doors with { Forge = new AlteredForge(doors.Forge) { AsksAgain = 5 } },
        }).ShouldBe("P10");

    [Fact]
    public void P10_bites_when_more_is_started_at_a_provider_than_it_bears()
    {
        var knobs = Outage("p0", runnersMax: 20);
        var fast = knobs.Policy.Providers[0];
        var slow = knobs with { Policy = knobs.Policy with { Providers = [fast with { StartsMax = 2 }] } };
        Promise(slow, new Sabotage()).ShouldBeNull();
        Promise(slow, new Sabotage { Policy = knobs.Policy }).ShouldBe("P10");
    }

    [Fact]
    public void P10_bites_when_nothing_is_started_after_an_outage()
    {
        var isShut = false;
        Promise(Outage(FaultBox.GitHub, isSilent: false), new Sabotage
        {
            Doors = doors => doors with
            {
                Forge = new AlteredForge(doors.Forge)
                {
                    Ticketed = (_, reply) => (isShut |= reply is not TicketReply.Granted)
                        ? new TicketReply.Refused(new(FaultKind.Transient, "still down"))
                        : reply,
                },
            },
        }).ShouldBe("P10");
    }

    [Theory]
    [InlineData(FaultBox.GitHub, true)]
    [InlineData(FaultBox.GitHub, false)]
    [InlineData("p0", true)]
    [InlineData("p0", false)]
    public void P10_is_kept_through_an_hour_without_an_answer(string place, bool isSilent) =>
        Promise(Outage(place, isSilent), new Sabotage()).ShouldBeNull();

    [Fact]
    public void P11_bites_when_more_is_kept_than_the_policy_asks_for() =>
        Promise(Calm(), new Sabotage
        {
            Policy = Calm(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 1) }).Policy,
        }).ShouldBe("P11");

    [Fact]
    public void P11_bites_when_less_is_kept_than_the_fleets_limit_leaves_room_for()
    {
        var knobs = Calm(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 4) });
        var limited = knobs with { Policy = knobs.Policy with { RunnersMax = 3 } };
        Promise(limited, new Sabotage()).ShouldBeNull();
        Promise(limited, new Sabotage { Policy = knobs.Policy with { RunnersMax = 2 } }).ShouldBe("P11");
    }

    [Fact]
    public void P11_bites_when_the_stock_does_not_follow_its_schedule()
    {
        // From an hour after the start of the run.
        var days = Enum.GetValues<DayOfWeek>().ToHashSet();
        var window = new IdleWindow(days, new TimeOnly(10, 0), new TimeOnly(22, 0), Seasons.Zone, Min: 2, Max: null);
        var knobs = Calm(TestPolicy.Pool() with { Idle = new IdlePolicy { Schedule = [window] } });
        Promise(knobs, new Sabotage()).ShouldBeNull();
        Promise(knobs, new Sabotage { Policy = Calm().Policy }).ShouldBe("P11");
    }

    [Fact]
    public void It_is_seen_when_an_engine_goes_on_without_its_lease()
    {
        var knobs = Calm() with { Hardships = new Hardships { LeaseLostAt = TimeSpan.FromMinutes(5) } };
        Promise(knobs, new Sabotage()).ShouldBeNull();
        Run(knobs, Store(inner => new AlteredStore(inner) { KnowsNoLease = true }))
            .ShouldNotBeNull().Promise.ShouldBe("alive");
    }

    [Fact]
    public void The_rules_bite_when_the_product_serves_runs_from_forks_that_no_rule_lets_in()
    {
        var knobs = Calm() with { ForkShare = 0.5 };
        Promise(knobs, new Sabotage()).ShouldBeNull();
        Promise(knobs, new Sabotage
        {
            Policy = knobs.Policy with { Repositories = [new("*") { Forks = true }] },
        }).ShouldBe("rules");
    }

    [Fact]
    public void The_books_bite_when_the_engine_is_not_given_an_entry_of_the_journal()
    {
        // Jobs that end after the last crash: a start would read what they became.
        var knobs = Calm() with { JobMin = TimeSpan.FromMinutes(30), JobMax = TimeSpan.FromMinutes(40) };
        Promise(knobs, new Sabotage()).ShouldBeNull();
        Promise(knobs, Store(inner => new AlteredStore(inner) { Hides = entry => entry.Fact is JobFinished }))
            .ShouldBe("books");
    }

    private static string? Promise(Knobs knobs, Sabotage sabotage)
    {
        var found = Run(knobs, sabotage);
        if (found is { Promise: "simulator" or "alive" })
        {
            throw new InvalidOperationException(found.What);
        }
        return found?.Promise;
    }

    private static Violation? Run(Knobs knobs, Sabotage sabotage)
    {
        using var simulation = new Simulation(knobs, _ => new MemoryCore(), story: null, sabotage);
        return simulation.Run().Violation;
    }

    private static Knobs Calm(PoolPolicy? pool = null)
    {
        var policy = TestPolicy.Of(pool ?? TestPolicy.Pool());
        return Knobs.Draw(3) with
        {
            Start = Seasons.Friday, Jobs = 40, Bursts = 1, Repositories = 2, ForkShare = 0, Crashes = 1,
            Absence = null, IsSqlite = false,
            Faults = FaultRates.None, Hardships = Hardships.None,
            Arrivals = TimeSpan.FromMinutes(20), Sweep = TimeSpan.FromMinutes(1),
            JobMin = TimeSpan.FromMinutes(2), JobMax = TimeSpan.FromMinutes(5),
            Policy = policy with { Identity = new FleetIdentity("sim", "nonce", RunnerNames.MarkOf("sim", "nonce")) },
        };
    }

    /// <summary>Paddock is killed with warm stock up, and stays away for longer than a machine may live.</summary>
    private static Knobs Away(StockKind stock = StockKind.Registered) => Calm(TestPolicy.Pool() with
    {
        Idle = new IdlePolicy(Min: 2, Kind: stock), Timeouts = new PoolTimeouts { MaxLifetime = TimeSpan.FromHours(1) },
    }) with { Absence = TimeSpan.FromMinutes(90) };

    /// <summary>A place is away for an hour, while most of a burst waits for a runner.</summary>
    private static Knobs Outage(string place, bool isSilent = true, int runnersMax = 4)
    {
        var pool = TestPolicy.Pool() with { RunnersMax = runnersMax };
        var knobs = Calm(pool) with { Arrivals = TimeSpan.FromMinutes(1) };
        var provider = knobs.Policy.Providers[0].Name.Value;
        return knobs with
        {
            Hardships = new Hardships
            {
                Outages =
                [
                    new Outage(
                        place == "p0" ? provider : place, TimeSpan.FromMinutes(2), TimeSpan.FromHours(1), isSilent,
                        StopsRunners: false),
                ],
            },
        };
    }

    /// <summary>GitHub allows less than what the jobs of the run would take.</summary>
    private static Knobs Limited(int perHour, int perMinute, PoolPolicy? pool = null) => Calm(pool) with
    {
        Hardships = new Hardships { Limits = new GitHubLimits(perHour, perMinute, TimeSpan.FromMinutes(15)) },
    };

    private static Sabotage Store(Func<Paddock.Ports.Store.IStore, AlteredStore> alter) =>
        new() { Doors = doors => doors with { Store = alter(doors.Store) } };

    private static Sabotage Provider(Func<IProvider, AlteredProvider> alter) => new()
    {
        Doors = doors => doors with
        {
            Providers = doors.Providers.ToDictionary(door => door.Key, door => (IProvider)alter(door.Value)),
        },
    };
}
