using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Process;

/// <summary>What is refused before anything is touched.</summary>
internal static class EnsureRules
{
    /// <summary>Null when it may be tried.</summary>
    public static Fault? FaultOf(MachineSpec spec, Ticket? ticket)
    {
        if (!MachineFolders.IsName(spec.Name))
        {
            return Invalid($"'{Plain.Line(spec.Name.Value, 40)}' cannot be the name of a directory here.");
        }
        if (spec.Tags.Machine != spec.Name)
        {
            return Invalid("The tags name another machine.");
        }
        if (spec.Offer.Location is { } location)
        {
            return Invalid($"Processes have no location, and the offer asks for {Plain.Line(location, 40)}.");
        }
        return ticket is null
            ? Invalid("A process without a ticket would end at once; this provider holds no blanks.")
            : TicketRules.FaultOf(ticket);
    }

    private static Fault Invalid(string why) => new(FaultKind.InvalidSpec, why);
}
