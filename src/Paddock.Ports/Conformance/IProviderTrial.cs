using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

/// <summary>What a runner does once it has been started with its ticket.</summary>
public enum RunnerCourse
{
    /// <summary>It goes by itself within the trial's patience, as after its one job.</summary>
    Ends,

    /// <summary>It stays, as if waiting for a job.</summary>
    Stays,
}

/// <summary>A ticket, and a text that is part of its secret and stands nowhere else.</summary>
public sealed record TrialTicket(Ticket Ticket, string Mark);

/// <summary>
/// A provider on trial, and the levers to try it with. The place behind it may be shared with others; what the trial
/// itself puts there it clears away when it is disposed.
/// </summary>
public interface IProviderTrial : IAsyncDisposable
{
    IProvider Provider { get; }

    /// <summary>Whose machines <see cref="Provider"/> takes for its own.</summary>
    FleetIdentity Identity { get; }

    Offer Offer { get; }

    /// <summary>An offer that this place has to refuse; null where everything goes.</summary>
    Offer? BadOffer { get; }

    Scope Scope { get; }

    /// <summary>The clock the place lives by.</summary>
    TimeProvider Time { get; }

    /// <summary>How long to wait for what should happen by itself.</summary>
    TimeSpan Patience { get; }

    /// <summary>
    /// The shortest lifetime that is worth trying here: longer than a start takes, shorter than the patience.
    /// </summary>
    TimeSpan ShortLifetime { get; }

    /// <summary>How many machines make a long list here; each may cost money.</summary>
    int Several { get; }

    /// <summary>A name that was never used at this place.</summary>
    MachineName NewName();

    TrialTicket NewTicket(MachineName machine, RunnerCourse course);

    /// <summary>Makes a running machine of the same fleet name and another installation.</summary>
    Task PlantForeignAsync(MachineName name, CancellationToken cancellationToken);

    /// <summary>Is the planted machine still there, and still running?</summary>
    Task<bool> IsForeignIntactAsync(MachineName name, CancellationToken cancellationToken);

    /// <summary>
    /// What somebody other than the runner's user can read of a machine besides what the provider says: command lines,
    /// environments, labels. Empty where there is no way to look.
    /// </summary>
    Task<IReadOnlyList<string>> ReadableAsync(MachineName name, CancellationToken cancellationToken);
}
