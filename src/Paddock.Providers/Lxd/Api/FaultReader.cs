using System.Net;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// What a refusal means, and what to do about it. The API has no error codes, and older servers answer 500 where newer
/// ones know better, so the words are read first and the status after them.
/// </summary>
internal sealed class FaultReader(Flavor flavor)
{
    /// <summary>Words of LXD 5.0 and Incus 6.0, and what they mean, in the order they are looked for.</summary>
    private static readonly (string Words, FaultKind Kind)[] Meanings =
    [
        ("no space left on device", FaultKind.CapacityUnavailable),
        ("quota exceeded", FaultKind.CapacityUnavailable),
        ("Reached maximum", FaultKind.QuotaExceeded),
        ("No suitable cluster member", FaultKind.CapacityUnavailable),
        ("Not enough uid/gid available", FaultKind.CapacityUnavailable),
        ("UNIQUE constraint failed", FaultKind.NameTaken),
        ("already exists", FaultKind.NameTaken),
        ("is busy running a", FaultKind.Busy),
        ("Image not provided for instance creation", FaultKind.InvalidSpec),
        ("Requested profile", FaultKind.InvalidSpec),
        ("Unknown configuration key", FaultKind.InvalidSpec),
        ("Invalid ", FaultKind.InvalidSpec),
        ("Storage pool not found", FaultKind.InvalidSpec),
        ("Network not found", FaultKind.InvalidSpec),
        ("doesn't match", FaultKind.InvalidSpec),
        (" config, either directly or via a profile", FaultKind.InvalidSpec),
        ("Project not found", FaultKind.NotFound),
        ("Instance not found", FaultKind.NotFound),
        ("daemon is shutting down", FaultKind.Transient),
    ];

    public Fault Of(HttpStatusCode status, string said)
    {
        foreach (var (words, kind) in Meanings)
        {
            if (said.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return new Fault(kind, $"{flavor.Name}: {said}");
            }
        }
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Fault(
                FaultKind.Unauthorized,
                $"{flavor.Name} does not allow this: {said}. Its administrator has to trust our certificate, and the "
                + "certificate must not be restricted to other projects."),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound => new Fault(
                FaultKind.InvalidSpec, $"{flavor.Name}: {said}"),
            HttpStatusCode.Conflict => new Fault(FaultKind.Busy, $"{flavor.Name}: {said}"),
            _ => new Fault(FaultKind.Transient, $"{flavor.Name}: {(int)status} {said}"),
        };
    }
}
