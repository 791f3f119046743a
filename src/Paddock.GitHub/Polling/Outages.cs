using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Polling;

/// <summary>
/// Connections found out of reach in this round. So many questions in a row without an answer, and GitHub is away: each
/// attempt takes its time-outs to fail, and a thousand of them would take longer than the outage.
/// </summary>
internal sealed class Outages
{
    private const int InRowMax = 3;

    private readonly Dictionary<string, (int InRow, Fault Last)> _byConnection = new(StringComparer.Ordinal);

    public Fault? Of(string connection)
    {
        lock (_byConnection)
        {
            var isKnown = _byConnection.TryGetValue(connection, out var outage);
            return isKnown && outage.InRow >= InRowMax ? outage.Last : null;
        }
    }

    public void Note(string connection, Fault? fault)
    {
        lock (_byConnection)
        {
            if (fault?.Kind != FaultKind.Transient)
            {
                _byConnection.Remove(connection);
                return;
            }
            var inRow = _byConnection.TryGetValue(connection, out var outage) ? outage.InRow : 0;
            _byConnection[connection] = (inRow + 1, fault);
        }
    }
}
