namespace Paddock.GitHub.Http;

/// <summary>An answer as it was read, with the tag GitHub gave it.</summary>
/// <param name="BodyBytes">The size it came in: what it is charged for.</param>
internal sealed record RememberedAnswer(string ETag, object Value, Uri? Next, long BodyBytes);

/// <summary>
/// Answers with their ETag, so that asking again for what has not changed costs nothing of the hourly limit. The key is
/// the identity and the full address: other programs shared bodies across tokens or repositories, and served one's
/// jobs to another. Holds what was read instead of the body, a twentieth of it, and drops the longest unused first.
/// </summary>
internal sealed class ConditionalCache(long bodyBytesMax)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, RememberedAnswer Answer)>> _nodes = [];
    private readonly LinkedList<(Key Key, RememberedAnswer Answer)> _byUse = [];
    private long _bodyBytes;

    private readonly record struct Key(string Identity, string Address);

    public RememberedAnswer? Find(string identity, Uri address)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(new Key(identity, address.AbsoluteUri), out var node))
            {
                return null;
            }
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.Answer;
        }
    }

    public void Put(string identity, Uri address, RememberedAnswer answer)
    {
        var key = new Key(identity, address.AbsoluteUri);
        lock (_lock)
        {
            if (_nodes.Remove(key, out var old))
            {
                Drop_NeedsLock(old);
            }
            _nodes[key] = _byUse.AddLast((key, answer));
            _bodyBytes += answer.BodyBytes;
            while (_bodyBytes > bodyBytesMax && _byUse.First is { } oldest)
            {
                _nodes.Remove(oldest.Value.Key);
                Drop_NeedsLock(oldest);
            }
        }
    }

    private void Drop_NeedsLock(LinkedListNode<(Key Key, RememberedAnswer Answer)> node)
    {
        _byUse.Remove(node);
        _bodyBytes -= node.Value.Answer.BodyBytes;
    }
}
