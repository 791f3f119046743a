using Paddock.Core.Model;
using Paddock.Ports.Forge;

namespace Paddock.Ports.Providers;

/// <summary>What a provider can do, and what the planner and executor must respect.</summary>
/// <param name="HoldsBlanks">Can <c>Ensure</c> make a machine without a ticket, and hand it one later?</param>
/// <param name="Watches">Does <see cref="IProvider.WatchAsync"/> push events?</param>
/// <param name="Diagnoses">Does <see cref="IProvider.DiagnoseAsync"/> know anything?</param>
/// <param name="Settle">For how long an accepted create may stay invisible in a list.</param>
/// <param name="CallsMax">How many calls may be under way at once.</param>
/// <param name="EnsureLimit">How long one ensure may take, a first pull of an image included.</param>
/// <param name="EndedStay">
/// Does a machine that has ended stay until it is deleted? Where it goes by itself nothing of it is left even if nobody
/// returns; but then nothing can be kept for a look, and what is known of its end is what was seen of it.
/// </param>
public sealed record ProviderTraits(
    bool HoldsBlanks, bool Watches, bool Diagnoses, TimeSpan Settle, int CallsMax, TimeSpan EnsureLimit,
    bool EndedStay = true);

/// <summary>
/// A place machines come from: four verbs, three optional ones, and a closed set of faults. An implementation promises:
/// <list type="number">
/// <item>Every call returns a reply; it throws only <see cref="OperationCanceledException"/> for the caller's
/// token.</item>
/// <item><c>Ensure</c> is idempotent by name: called again with the same spec it adopts its own machine and makes no
/// second one. A machine of that name without our tags is <c>NameTaken</c> and is not touched.</item>
/// <item><c>Ensure</c> with a ticket returns <c>Done</c> only after the ticket is in place and the machine is started;
/// the machine never runs without it. A blank one of that name is handed the ticket and started. A machine that has
/// ended is never started again (where ended machines go by themselves: one whose end was watched), and with
/// <c>MustExist</c> an absent one is not made: the answer to both is <c>Refused</c> with <c>NotFound</c>, which says
/// nothing against the place.</item>
/// <item>A refusal other than <c>Ambiguous</c> means: nothing was made, and nothing half-made stays behind.</item>
/// <item><c>List</c> returns everything that carries our fleet and install tags, ended machines that stay included,
/// over all pages, or <c>Refused</c>. A place it cannot see is a fault, never an empty list.</item>
/// <item><c>Delete</c> deletes only what carries our tags; not-found is <c>Gone</c>. Safe to repeat. After <c>Gone</c>
/// the machine is in no later list.</item>
/// <item>The ticket is in no tag, event, log, command line or environment that anybody but the runner's user can
/// read.</item>
/// <item>Every machine ends by itself when its <c>Lifetime</c> is over, even if nobody ever returns for it.</item>
/// <item>Where it watches, the end of a machine and its disappearance are told, or a gap is; nothing but the caller's
/// token ends a watch.</item>
/// <item>Where it diagnoses, an ended machine can still be read about until it is deleted, or, where ended machines go
/// by themselves, for a while; of one that never was nothing is known.</item>
/// </list>
/// Numbers are referred to by the conformance suite (<c>Conformance/ProviderConformance</c>).
/// </summary>
public interface IProvider
{
    ProviderTraits Traits { get; }

    /// <summary>
    /// What it is at for longer than a call takes. Any thread may ask at any time; the answer comes from memory. It is
    /// for people who wait: nothing is decided by it.
    /// </summary>
    IReadOnlyList<Undertaking> UnderWay => [];

    /// <summary>Can it work as configured? Reads only; asked at start and by <c>paddock provider check</c>.</summary>
    Task<IReadOnlyList<Finding>> ValidateAsync(IReadOnlyList<Offer> offers, CancellationToken cancellationToken);

    Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken);

    Task<MachineListReply> ListAsync(CancellationToken cancellationToken);

    Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken);

    /// <summary>
    /// Pushes events until cancelled. Ends only by cancellation; a broken stream is mended and told as a gap.
    /// </summary>
    IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken);

    /// <summary>What is known of a machine before it is deleted; null when it is not there.</summary>
    Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken);

    /// <summary>
    /// Where its machines send from. Reads only; asked at start and every minute, because whoever administers the place
    /// may change it. A cloud's machines come from the Internet, as everybody does: no network is theirs.
    /// </summary>
    Task<NetworksReply> NetworksAsync(CancellationToken cancellationToken) =>
        Task.FromResult<NetworksReply>(NetworksReply.Known.None);
}
