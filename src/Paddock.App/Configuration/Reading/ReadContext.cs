using System.Text;
using Paddock.Ports;

namespace Paddock.App.Configuration.Reading;

/// <summary>What the sections share while one configuration is read.</summary>
/// <param name="File">The file's absolute path; null without one.</param>
internal sealed record ReadContext(ConfigRequest Request, ConfigNode.Map Root, FaultList Faults, string? File)
{
    /// <summary>A token or a webhook secret; anything larger is another file.</summary>
    private const int SecretBytesMax = 64 * 1024;

    private bool _hasWarnedOfPlainSecret;

    public View Top => new(Root, "", this);

    /// <summary>A relative path of the file starts at the file, one of a flag or variable where we started.</summary>
    public string Absolute(string path, ConfigPlace place)
    {
        var start = place.IsInFile && File is not null
            ? Path.GetDirectoryName(File)!
            : Request.WorkingDirectory;
        var whole = path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Request.HomeDirectory + path[1..]
            : path;
        return Path.GetFullPath(whole, start);
    }

    public Secret Keep(string text, ConfigNode.Scalar node, string path)
    {
        if (node is { IsLiteral: true, Place.IsInFile: true } && File is not null && !_hasWarnedOfPlainSecret
            && Request.Files.IsOpenToAll(File))
        {
            _hasWarnedOfPlainSecret = true;
            Faults.Warn(node.Place, path,
                "A secret stands here in plain text, and every user of this machine may read the file.",
                $"Run chmod o-r on it, or write ${{NAME}} or a …_file key instead.");
        }
        return new Secret(text.Trim());
    }

    public Secret? ReadSecret(string file, View at)
    {
        switch (Request.Files.Read(file, SecretBytesMax))
        {
            case FileReply.Absent:
                at.Error($"There is no file {file}.",
                    "Create it with the secret in it, readable by the user Paddock runs as.");
                return null;
            case FileReply.Unreadable unreadable:
                at.Error($"The file {file} cannot be read: {unreadable.Why}.", unreadable.Remedy);
                return null;
            case FileReply.Content content when Encoding.UTF8.GetString(content.Bytes).Trim() is { Length: > 0 } text:
                WarnIfOpen(file, at);
                return new Secret(text);
            default:
                at.Error($"The file {file} is empty.", "Write the secret into it.");
                return null;
        }
    }

    private void WarnIfOpen(string file, View at)
    {
        if (Request.Files.IsOpenToAll(file))
        {
            at.Warn($"Every user of this machine may read {file}.", $"Run chmod o-r {file}.");
        }
    }
}
