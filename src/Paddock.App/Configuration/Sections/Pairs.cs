using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Sections;

/// <summary>Two keys for one thing.</summary>
internal static class Pairs
{
    /// <summary>Which of the two was meant is anybody's guess, and guessing about secrets is worse than asking.</summary>
    public static void RefuseBoth(View first, View second)
    {
        if (first.IsThere && second.IsThere)
        {
            second.Error($"{first.Path} and {second.Path} say the same thing.", "Keep one of them.");
        }
    }
}
