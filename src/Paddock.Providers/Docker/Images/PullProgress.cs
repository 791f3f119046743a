using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// How far a pull is, added up from the engine's lines about each layer. One thread tells it of them; how it stands,
/// any may ask.
/// </summary>
internal sealed class PullProgress
{
    /// <summary>An image has at most 127 layers. What tells of more is no engine.</summary>
    private const int LayersMax = 1_000;

    /// <summary>No layer has a petabyte; a registry may say what it likes, and sums have to stay sums.</summary>
    private const long LayerBytesMax = 1_000_000_000_000_000;

    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal);
    private volatile PullStand _stand = PullStand.Begun;

    /// <summary>In the order a layer goes through them.</summary>
    private enum Phase
    {
        Known,
        Downloading,
        Downloaded,
        Unpacking,
        Ready,
    }

    public PullStand Stand => _stand;

    /// <summary>
    /// Takes a line in. Did it tell of anything that moved? That a layer is tried again is no progress: an engine may
    /// count down to that for ever.
    /// </summary>
    public bool Hear(PullLine line)
    {
        if (line is not { Id: { } id, Status: { } status } || PhaseOf(status) is not { } phase)
        {
            return false;
        }
        var isNew = !_layers.TryGetValue(id, out var old);
        if (isNew && _layers.Count >= LayersMax)
        {
            return false;
        }
        var layer = old.Next(phase, line.Detail);
        _layers[id] = layer;
        if (!isNew && layer == old)
        {
            return false;
        }
        _stand = Add();
        return true;
    }

    /// <summary>Docker's words and Podman's; null for a line that is about no layer, or about trying again.</summary>
    private static Phase? PhaseOf(string status) => status switch
    {
        "Pulling fs layer" or "Waiting" => Phase.Known,
        "Downloading" => Phase.Downloading,
        "Verifying Checksum" or "Download complete" => Phase.Downloaded,
        "Extracting" => Phase.Unpacking,
        "Pull complete" or "Already exists" => Phase.Ready,
        _ => null,
    };

    private PullStand Add()
    {
        var layers = _layers.Values;
        return new PullStand(
            layers.Sum(layer => layer.Downloaded),
            layers.All(layer => layer.Size is not null) ? layers.Sum(layer => layer.Size) : null,
            layers.Count(layer => layer.Phase == Phase.Ready), layers.Count);
    }

    /// <param name="Counted">Whatever the engine counts in this phase.</param>
    /// <param name="Downloaded">In bytes.</param>
    /// <param name="Size">In bytes; null until its download tells. What was there already has none to be told.</param>
    private readonly record struct Layer(Phase Phase, long Counted, long Downloaded, long? Size)
    {
        public Layer Next(Phase phase, PullDetail? detail)
        {
            var next = this with { Phase = phase, Counted = Bounded(detail?.Current ?? 0) };
            return phase switch
            {
                Phase.Known => next,
                Phase.Downloading => next with
                {
                    Downloaded = next.Counted, Size = detail is { Total: > 0 and var total } ? Bounded(total) : Size,
                },
                _ => next with { Downloaded = Size ?? Downloaded, Size = Size ?? Downloaded },
            };
        }

        private static long Bounded(long bytes) => Math.Clamp(bytes, 0, LayerBytesMax);
    }
}
