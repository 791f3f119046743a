using System.Text;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Facts;

/// <summary>
/// What a fact says to a person, in one line without its time and subject. One wording for <c>explain</c>, the event
/// stream and the dashboard, so that a line seen in one is found in the others.
/// </summary>
public static class FactText
{
    public static string Of(Fact fact) => fact switch
    {
        JobObservation job => Of(job),
        RunnerObservation runner => Of(runner),
        MachineObservation machine => Of(machine),
        OrderDecision order => Of(order),
        RunnerDecision runner => Of(runner),
        MachineDecision machine => Of(machine),
        PlaceAnswered { Fault: null } => "accepts again",
        PlaceAnswered place => $"refused ({Code(place.Fault!.Value)}, {place.Streak} in a row): {place.Message}",
        PlaceForgiven => "an operator asked for another try: its cool-down ends",
        JobAsked { Wish: JobAsk.Retry } asked => $"{asked.By} asked for it to be tried again",
        JobAsked asked => $"{asked.By} asked for no runner to be made for it",
        PoolAsked asked => $"{asked.By} set it to {Kebab(asked.Mode.ToString())}",
        FlushAsked { WithBusy: true } asked => $"{asked.By} flushed it, and waits for the busy ones too",
        FlushAsked asked => $"{asked.By} flushed it: what idles or starts is replaced",
        ClockStepped stepped => $"the wall clock stepped by {stepped.Step.TotalSeconds:0.0} s",
        PolicyChanged changed => $"policy {changed.PolicyVersion} is in force",
        _ => fact.GetType().Name,
    };

    private static string Of(JobObservation fact) => fact switch
    {
        JobHeld => "GitHub holds it back",
        JobQueued => "GitHub says it waits for a runner",
        JobStarted started => $"GitHub says {started.Runner ?? "a runner"} runs it",
        JobFinished { Runner: null } finished => $"GitHub says it ended without running: {finished.Conclusion}",
        JobFinished finished => $"GitHub says it ended on {finished.Runner}: {finished.Conclusion}",
        _ => fact.GetType().Name,
    };

    private static string Of(RunnerObservation fact) => fact switch
    {
        RunnerTicketed => "GitHub registered it and gave its ticket",
        TicketRefused refused => $"GitHub refused its ticket ({Code(refused.Fault)}): {refused.Message}",
        TicketLost lost => $"its ticket was lost: {lost.Message}",
        RunnerSeen { Busy: true } => "GitHub shows it busy",
        RunnerSeen { Online: true } => "GitHub shows it idle",
        RunnerSeen => "GitHub shows it offline",
        RunnerMissing => "GitHub does not list it",
        RunnerBusy busy => $"it took job {busy.Job}",
        RunnerFinished finished => $"it finished job {finished.Job}",
        RunnerKept { Fault: FaultKind.Busy } => "GitHub did not remove it: it runs a job",
        RunnerKept kept => $"GitHub did not remove it ({Code(kept.Fault)}): {kept.Message}",
        RunnerGone { End: RunnerEnd.NotFound } => "GitHub does not know it",
        RunnerGone => "GitHub removed it",
        RetireAsked asked => $"{asked.By} asked for it to go",
        _ => fact.GetType().Name,
    };

    private static string Of(MachineObservation fact) => fact switch
    {
        MachineCreated created => $"{created.Provider} made it",
        MachineRefused { Fault: FaultKind.Ambiguous } refused =>
            $"{refused.Provider} did not answer; whether it was made is unknown: {refused.Message}",
        MachineRefused refused => $"{refused.Provider} refused ({Code(refused.Fault)}): {refused.Message}",
        MachineSeen seen => $"{seen.Provider} shows it {Kebab(seen.Phase.ToString())}"
            + (seen.ExitCode is { } code ? $", exit code {code}" : "")
            + (seen.Message.Length > 0 ? $": {seen.Message}" : ""),
        MachineMissing missing => $"{missing.Provider} has it no more",
        DeleteRefused refused => $"{refused.Provider} did not delete it ({Code(refused.Fault)}): {refused.Message}",
        _ => fact.GetType().Name,
    };

    private static string Of(OrderDecision fact) => fact switch
    {
        OrderOpened opened => $"order opened in pool {opened.Pool}: {Of(opened.Reason)}",
        OrderNoted noted => $"waits: {noted.Detail}",
        OrderClosed closed => $"order closed: {Kebab(closed.Outcome.ToString())}",
        _ => fact.GetType().Name,
    };

    private static string Of(RunnerDecision fact) => fact switch
    {
        RunnerPlanned planned =>
            $"planned in pool {planned.Plan.Pool} at {planned.Plan.Class.Scope}: {Of(planned.Reason)}",
        RunnerLooked looked => $"GitHub is asked about it: {Of(looked.Reason)}",
        RunnerRetired retired => $"to be removed from GitHub: {Of(retired.Reason)}",
        RunnerClosed closed => $"closed: {Of(closed.Reason)}",
        _ => fact.GetType().Name,
    };

    private static string Of(MachineDecision fact) => fact switch
    {
        MachinePlanned { Runner: null } planned => $"planned blank by {Of(planned.Plan.Offer)}: {Of(planned.Reason)}",
        MachinePlanned planned => $"planned by {Of(planned.Plan.Offer)}: {Of(planned.Reason)}",
        MachineServed served => $"handed to runner {served.Runner}: {Of(served.Reason)}",
        MachineLooked => "its provider is asked what is there",
        MachineKept kept => $"kept until {kept.Until:yyyy-MM-dd HH:mm} UTC: {Of(kept.Reason)}",
        MachineCondemned condemned => $"to be deleted: {Of(condemned.Reason)}",
        MachineClosed => "given up: it was never made",
        _ => fact.GetType().Name,
    };

    /// <summary>Only what the offer says: a process has neither size nor image.</summary>
    private static string Of(Offer offer)
    {
        var size = offer.Size == new MachineSize() ? "" : $" {offer.Size}";
        var location = offer.Location is null ? "" : $" in {offer.Location}";
        var image = offer.Image.Length == 0 ? "" : $" with {offer.Image}";
        return $"{offer.Provider}{size}{location}{image}";
    }

    /// <summary>A reason as a person reads it.</summary>
    public static string Of(Reason reason) => reason switch
    {
        Reason.JobWaiting => "a job waits and nothing running or starting can serve it",
        Reason.StockShort => "the pool holds fewer idle runners than it should",
        Reason.JobDone => "its job is over",
        Reason.IdleTooLong => "idle for longer than allowed",
        Reason.PassedOver => "GitHub gives it no job, though one that it could take waits",
        Reason.StockSurplus => "more idle than the pool may keep",
        Reason.YieldsToJob => "makes room for a job that a limit keeps waiting",
        Reason.NeverRegistered => "it did not come online in time",
        Reason.WentOffline => "GitHub does not hear from it any more",
        Reason.TooOld => "it reached its lifetime",
        Reason.TicketLost => "its ticket cannot be read back",
        Reason.MachineRefused => "its machine could not be made",
        Reason.MachineUncertain => "nobody knows whether its machine was made",
        Reason.MachineEnded => "its machine ended",
        Reason.MachineFailed => "it failed, and its pool keeps such for a look",
        Reason.KeptLongEnough => "it failed, and was kept for long enough",
        Reason.MachineMissing => "its machine is not there",
        Reason.RunnerGone => "its runner is no longer registered",
        Reason.Resumed => "taken up again",
        Reason.Stray => "it wears our mark and nothing explains it",
        Reason.PoolDraining => "its pool is draining",
        Reason.OperatorAsked => "an operator asked for it",
        _ => Code(reason),
    };

    /// <summary>The stable code of a reason, fault or other closed value: metric label, JSON, log field.</summary>
    public static string Code<TEnum>(TEnum value) where TEnum : struct, Enum => Kebab(value.ToString());

    /// <summary><c>OffersCoolingDown</c> as <c>offers-cooling-down</c>.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
