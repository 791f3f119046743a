namespace Paddock.GitHub.Http;

/// <summary>
/// Counts answered calls of one kind: how many GitHub charged for, and how many it answered with 304, which are free.
/// For one asker at a time.
/// </summary>
internal sealed class CallTally
{
    /// <summary>Whose budget was charged last; null before the first answer.</summary>
    public string? Identity { get; private set; }

    public int Asked { get; private set; }

    /// <summary>Asked with an ETag, so that the answer could have been free.</summary>
    public int AskedWithTag { get; private set; }

    public int Unchanged { get; private set; }

    public void Note(string identity, bool hadTag, bool isUnchanged)
    {
        Identity = identity;
        Asked++;
        AskedWithTag += hadTag ? 1 : 0;
        Unchanged += isUnchanged ? 1 : 0;
    }
}
