namespace Paddock.Providers.Lxd.Instances;

/// <summary>What the server takes as an instance's name, which is its host name too.</summary>
internal static class InstanceNames
{
    private const int CharsMax = 63;

    public static bool IsPossible(string name) =>
        name.Length is > 0 and <= CharsMax && char.IsAsciiLetter(name[0]) && name[^1] != '-'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
