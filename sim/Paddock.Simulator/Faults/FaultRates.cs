namespace Paddock.Simulator.Faults;

/// <summary>How likely each fault is, per event it can strike. All zero after the run is healed.</summary>
public sealed record FaultRates
{
    public double WebhookLost { get; init; }

    public double WebhookLate { get; init; }

    public double WebhookTwice { get; init; }

    /// <summary>The request never arrives, or is refused with an error: certainly nothing was done.</summary>
    public double Refused { get; init; }

    /// <summary>The request is carried out and its reply is lost.</summary>
    public double ReplyLost { get; init; }

    /// <summary>The reply is lost and the request is carried out later, within the provider's settle time.</summary>
    public double CarriedOutLate { get; init; }

    /// <summary>GitHub says that the name is taken (409), to a ticket that nobody has asked for before.</summary>
    public double TicketConflict { get; init; }

    /// <summary>For up to a minute GitHub calls the credential bad (401), and then takes it again.</summary>
    public double BadCredentials { get; init; }

    /// <summary>A 403 that names no limit.</summary>
    public double Forbidden { get; init; }

    /// <summary>GitHub's API does not know yet what its webhook has just told.</summary>
    public double LookTooEarly { get; init; }

    /// <summary>A provider answers 429 to everything for a while, and says for how long or does not.</summary>
    public double ProviderLimits { get; init; }

    public double SoldOut { get; init; }

    public double NeverBoots { get; init; }

    public double NeverRegisters { get; init; }

    /// <summary>It registers, and GitHub never gives it a job.</summary>
    public double PassedOver { get; init; }

    /// <summary>A runner of somebody else takes a job that one of ours was made for.</summary>
    public double JobTaken { get; init; }

    public double MachineDies { get; init; }

    /// <summary>Somebody deletes a machine by hand.</summary>
    public double MachineVanishes { get; init; }

    public double IdleDropped { get; init; }

    public double ListStale { get; init; }

    public double WatchBreaks { get; init; }

    public double StoreFails { get; init; }

    public double JobCancelled { get; init; }

    public double ClockSteps { get; init; }

    public static FaultRates None { get; } = new();

    public static FaultRates Draw(SimDice dice, double wild)
    {
        double Rate(double most) => dice.Chance(0.6) ? most * wild * (dice.Below(1000) / 1000.0) : 0;
        return new FaultRates
        {
            WebhookLost = Rate(0.3),
            WebhookLate = Rate(0.3),
            WebhookTwice = Rate(0.3),
            Refused = Rate(0.15),
            ReplyLost = Rate(0.1),
            CarriedOutLate = Rate(0.05),
            TicketConflict = Rate(0.05),
            BadCredentials = Rate(0.02),
            Forbidden = Rate(0.02),
            LookTooEarly = Rate(0.5),
            ProviderLimits = Rate(0.02),
            SoldOut = Rate(0.2),
            NeverBoots = Rate(0.05),
            NeverRegisters = Rate(0.05),
            PassedOver = Rate(0.05),
            JobTaken = Rate(0.1),
            MachineDies = Rate(0.05),
            MachineVanishes = Rate(0.03),
            IdleDropped = Rate(0.2),
            ListStale = Rate(0.5),
            WatchBreaks = Rate(0.2),
            StoreFails = Rate(0.01),
            JobCancelled = Rate(0.15),
            ClockSteps = Rate(0.3),
        };
    }
}

/// <summary>The faults of a run: drawn when they may strike, counted when they do, silent once healed.</summary>
public sealed class FaultBox(FaultRates rates, SimDice dice)
{
    private readonly SortedDictionary<string, int> _struck = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Outage> _outages = new(StringComparer.Ordinal);

    /// <summary>The places of outages that are no provider.</summary>
    public const string GitHub = "GitHub";

    public const string Disk = "disk";

    public FaultRates Rates { get; private set; } = rates;

    public IReadOnlyDictionary<string, int> Struck => _struck;

    public bool Strikes(string kind, double rate)
    {
        if (rate <= 0 || !dice.Chance(rate))
        {
            return false;
        }
        Count(kind);
        return true;
    }

    public void Count(string kind) => _struck[kind] = _struck.GetValueOrDefault(kind) + 1;

    /// <summary>What keeps this place away now; null while it answers.</summary>
    public Outage? OutageOf(string place) => _outages.GetValueOrDefault(place);

    public void Begin(Outage outage)
    {
        _outages[outage.Place] = outage;
        Count(outage.Place switch
        {
            GitHub => "outage of GitHub",
            Disk => "disk full",
            _ => "outage of a provider",
        });
    }

    public void End(Outage outage) => _outages.Remove(outage.Place);

    public bool IsHealed => ReferenceEquals(Rates, FaultRates.None);

    public void Heal() => Rates = FaultRates.None;
}
