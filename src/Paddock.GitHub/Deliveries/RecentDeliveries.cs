namespace Paddock.GitHub.Deliveries;

/// <summary>The latest so many deliveries that need not be read again; the oldest is forgotten for a new one.</summary>
internal sealed class RecentDeliveries(int countMax)
{
    private readonly HashSet<Guid> _known = [];
    private readonly Queue<Guid> _byAge = [];

    public bool Contains(Guid delivery) => _known.Contains(delivery);

    public void Add(Guid delivery)
    {
        if (!_known.Add(delivery))
        {
            return;
        }
        _byAge.Enqueue(delivery);
        if (_byAge.Count > countMax)
        {
            _known.Remove(_byAge.Dequeue());
        }
    }
}
