using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>What is new in a list against the one before. The first list is news as a whole.</summary>
internal sealed class ListChanges
{
    private Dictionary<string, ListedMachine> _known = new(StringComparer.Ordinal);
    private bool _isBlind;

    public IReadOnlyList<MachineEvent> Next(MachineListReply reply)
    {
        if (reply is not MachineListReply.Complete { Machines: var machines })
        {
            _isBlind = true;
            return [];
        }
        var before = _known;
        _known = machines.ToDictionary(machine => machine.Name.Value, StringComparer.Ordinal);
        List<MachineEvent> news = _isBlind ? [new MachineEvent.Gap()] : [];
        _isBlind = false;
        news.AddRange(machines.Where(machine => before.GetValueOrDefault(machine.Name.Value) != machine)
            .Select(machine => new MachineEvent.Seen(machine)));
        news.AddRange(before.Values.Where(machine => !_known.ContainsKey(machine.Name.Value))
            .Select(machine => new MachineEvent.Gone(machine.Name)));
        return news;
    }
}
