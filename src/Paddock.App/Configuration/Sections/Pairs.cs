using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Sections;

/// <summary>Two keys for one thing.</summary>
internal static class Pairs
{
    /// <summary>Which of the two was meant is anybody's guess, and with secrets a guess is dear.</summary>
    /// <returns>True when both are there; neither is then read.</returns>
    public static bool RefuseBoth(View first, View second)
    {
        var areBoth = first.IsThere && second.IsThere;
        if (areBoth)
        {
            second.Error($"{first.Path} and {second.Path} say the same thing.", "Keep one of them.");
        }
        return areBoth;
    }
}
