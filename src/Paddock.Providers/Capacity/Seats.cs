using Paddock.Core.Model;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Capacity;

/// <summary>
/// Room for machines that are about to be made. Creates run side by side, so what is admitted and not yet in any list
/// has to be counted too: each takes a number, looks who is before it, and only then asks for the list. Whoever is
/// before it and no longer waiting is in that list.
/// </summary>
/// <param name="look">What the host has.</param>
/// <param name="list">
/// What holds memory and processors there: the machines of every Paddock on this host, not only ours, for memory is
/// taken whoever took it.
/// </param>
internal sealed class Seats(
    HostRules rules, Func<CancellationToken, Task<Answer<HostRoom>>> look,
    Func<CancellationToken, Task<Answer<Claim[]>>> list)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Claim> _waiting = [];
    private long _last;

    /// <summary>
    /// Room for this size, until the seat is given back; that is, until the machine is in lists or refused.
    /// </summary>
    public async Task<Answer<Seat>> TakeAsync(MachineName name, MachineSize size, CancellationToken cancellationToken)
    {
        var claim = new Claim(name.Value, size.MemoryBytes ?? 0, size.Cpus ?? 0);
        var (number, before) = Queue(claim);
        var isSeated = false;
        try
        {
            var room = await look(cancellationToken);
            if (!room.Has(out var has, out var refused))
            {
                return refused.To<Seat>();
            }
            var listed = await list(cancellationToken);
            if (!listed.Has(out var there, out var unlisted))
            {
                return unlisted.To<Seat>();
            }
            if (Admission.Check(rules, has, Union(there, before), claim) is { } fault)
            {
                return new Answer<Seat>.Refused(fault);
            }
            isSeated = true;
            return new Answer<Seat>.Ok(
                new Seat(claim, has.MemoryBytes - rules.MemoryReserveBytes, () => Leave(number)));
        }
        finally
        {
            if (!isSeated)
            {
                Leave(number);
            }
        }
    }

    private (long Number, Claim[] Before) Queue(Claim claim)
    {
        lock (_lock)
        {
            var before = _waiting.Values.ToArray();
            _waiting[++_last] = claim;
            return (_last, before);
        }
    }

    private void Leave(long number)
    {
        lock (_lock)
        {
            _waiting.Remove(number);
        }
    }

    private static Claim[] Union(Claim[] listed, Claim[] waiting)
    {
        var names = listed.Select(claim => claim.Name).ToHashSet(StringComparer.Ordinal);
        return [.. listed, .. waiting.Where(claim => !names.Contains(claim.Name))];
    }
}
