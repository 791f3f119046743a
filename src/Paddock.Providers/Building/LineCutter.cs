namespace Paddock.Providers.Building;

/// <summary>Cuts a script's output into lines as it comes, fit to be shown.</summary>
internal sealed class LineCutter(Action<string> tell)
{
    /// <summary>What is longer is no line that anybody reads; progress bars are.</summary>
    private const int BytesMax = 4096;

    private readonly List<byte> _begun = [];

    public void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one is (byte)'\n' or (byte)'\r' || _begun.Count >= BytesMax)
            {
                Finish();
            }
            if (one is not ((byte)'\n' or (byte)'\r'))
            {
                _begun.Add(one);
            }
        }
    }

    /// <summary>Tells what was begun and has no end.</summary>
    public void Finish()
    {
        if (_begun.Count > 0)
        {
            var line = PlainLog.Of(_begun.ToArray(), BytesMax);
            _begun.Clear();
            if (line.Trim().Length > 0)
            {
                tell(line);
            }
        }
    }
}
