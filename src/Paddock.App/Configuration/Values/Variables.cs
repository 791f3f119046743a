namespace Paddock.App.Configuration.Values;

/// <summary>Names of variables that every shell takes (POSIX.1, "Name").</summary>
internal static class Variables
{
    public static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
