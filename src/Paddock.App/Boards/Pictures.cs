using Paddock.Engine;

namespace Paddock.App.Boards;

/// <summary>The picture of the newest view, made when first asked for. Any thread.</summary>
internal sealed class Pictures(FleetEngine engine)
{
    private volatile Picture? _last;

    /// <summary>Null before the first pass.</summary>
    public Picture? Current
    {
        get
        {
            if (engine.View is not { } view)
            {
                return null;
            }
            var last = _last;
            if (!ReferenceEquals(last?.View, view))
            {
                // Two askers at once may both make it; they are equal, and neither waits.
                _last = last = new Picture(view);
            }
            return last!;
        }
    }
}
