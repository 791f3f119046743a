using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Providers.Bootstrap;

/// <summary>What a ticket may hold, whatever place it is for: its file names become paths.</summary>
internal static class TicketRules
{
    private const int NameCharsMax = 64;

    /// <summary>Null when it may be put into a runner.</summary>
    public static Fault? FaultOf(Ticket ticket) =>
        ticket.Files.FirstOrDefault(file => !IsPlain(file.Name)) is { } odd
            ? new Fault(
                FaultKind.InvalidSpec,
                $"The ticket holds '{Plain.Line(odd.Name, NameCharsMax)}', which has no place in a runner.")
            : null;

    /// <summary>The runner's own files begin with a dot; a ticket that could replace <c>run.sh</c> is none.</summary>
    private static bool IsPlain(string name) =>
        name.Length is > 1 and <= NameCharsMax && name[0] == '.' && name != ".."
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
