namespace Paddock.Providers.Docker.Containers;

/// <summary>What Docker takes for a container's name, within what Paddock makes.</summary>
internal static class ContainerNames
{
    /// <summary>Longer than any name of ours, and a host name too.</summary>
    private const int CharsMax = 63;

    public static bool IsPossible(string name) =>
        name.Length is > 1 and <= CharsMax && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
