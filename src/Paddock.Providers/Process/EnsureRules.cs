using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>What is refused before anything is touched.</summary>
internal static class EnsureRules
{
    private const int FileNameCharsMax = 64;

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
        if (ticket is null)
        {
            return Invalid("A process without a ticket would end at once; this provider holds no blanks.");
        }
        return ticket.Files.FirstOrDefault(file => !IsPlain(file.Name)) is { } odd
            ? Invalid($"The ticket holds {Plain.Line(odd.Name, FileNameCharsMax)}, which has no place in a runner.")
            : null;
    }

    /// <summary>The runner's own files begin with a dot; a ticket that could replace <c>run.sh</c> is none.</summary>
    private static bool IsPlain(string name) =>
        name.Length is > 1 and <= FileNameCharsMax && name[0] == '.' && name != ".."
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static Fault Invalid(string why) => new(FaultKind.InvalidSpec, why);
}
