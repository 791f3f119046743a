using System.Globalization;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>Where a configuration is taken over, and what else is known there.</summary>
/// <param name="File">The file as the operator knows it.</param>
/// <param name="Scopes">Said besides the file, for systems that learn it elsewhere.</param>
/// <param name="IsForFile">What comes of it is written down, and not run at once: secrets stay behind.</param>
internal sealed record ImportSite(
    ConfigRequest Request, string File, FaultList Faults, IReadOnlyList<string> Scopes, bool IsForFile)
{
    private const int NameMax = 63;

    public const string TokenVariable = "GITHUB_TOKEN";
    public const string SecretVariable = "GITHUB_WEBHOOK_SECRET";

    /// <summary>
    /// A secret, which in a file is the name of a variable. Run at once, it is what stands in the other system's file.
    /// </summary>
    public ConfigNode.Scalar Secret(ForeignKeys keys, string key, string variable)
    {
        var (text, raw) = (keys.Text(key), $"${{{variable}}}");
        if (text is null)
        {
            return new ConfigNode.Scalar(
                keys.PlaceOf(key), raw, Expansion.Expand(raw, name => Request.Variable(name)));
        }
        Faults.Hide(variable, text);
        if (IsForFile)
        {
            keys.Tell(key, "a secret, which is not copied.", $"Set {variable} to it, or write a …_file key instead.");
        }
        return new ConfigNode.Scalar(keys.PlaceOf(key), raw, new Expanded(text));
    }

    /// <summary>A path of the other system's file, from its directory, if there is such a file.</summary>
    public string? Existing(string path)
    {
        var directory = Path.GetDirectoryName(ConfigPaths.Absolute(Request, File))!;
        var whole = path.StartsWith("~/", StringComparison.Ordinal) ? Request.HomeDirectory + path[1..] : path;
        var found = Path.GetFullPath(whole, directory);
        return Request.Files.Exists(found) ? found : null;
    }

    /// <summary>Still a name, however long it was.</summary>
    public static string Numbered(string name, int number)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"-{number}");
        return name[..Math.Min(name.Length, NameMax - end.Length)] + end;
    }

    /// <summary>A name that Paddock takes, as near to another system's as can be.</summary>
    public static string Name(string text, string otherwise)
    {
        var name = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))
            .TrimStart('-', '_', '.');
        name = name[..Math.Min(name.Length, NameMax)];
        return ScalarRule.IsName(name) ? name : otherwise;
    }
}
