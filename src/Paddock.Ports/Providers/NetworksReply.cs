using System.Net;

namespace Paddock.Ports.Providers;

/// <summary>
/// The answer to where machines send from. Whatever must not be within a job's reach is closed to these networks, so
/// one that is left out is a hole, and a place that cannot be asked is a fault and never an empty answer.
/// </summary>
public abstract record NetworksReply
{
    /// <param name="Networks">Every address a machine may have, as this host sees it.</param>
    /// <param name="Unseen">
    /// Networks of machines whose addresses the place does not know, each in words: one that somebody else gives
    /// addresses in, or one behind another host's address. Only the operator can name them.
    /// </param>
    public sealed record Known(IReadOnlyList<IPNetwork> Networks, IReadOnlyList<string> Unseen) : NetworksReply
    {
        /// <summary>Machines that share no network with this host, or have its own addresses.</summary>
        public static Known None { get; } = new([], []);
    }

    public sealed record Refused(Fault Fault) : NetworksReply;
}
