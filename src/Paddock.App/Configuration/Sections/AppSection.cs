using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.GitHub.Auth;
using Paddock.Ports;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>app:</c> of a connection.</summary>
internal static class AppSection
{
    /// <summary>
    /// Null when something is missing or wrong, which is then told. A key in a file is looked at and not kept, because
    /// the file may be replaced while Paddock runs.
    /// </summary>
    public static GitHubCredential? Read(View at)
    {
        var (key, file) = (at.At("private_key"), at.At("private_key_file"));
        if (Pairs.RefuseBoth(key, file))
        {
            return null;
        }
        var clientId = at.At("client_id").Text(ScalarRule.Text);
        if (file.FilePath is { } path)
        {
            var isKey = file.SecretInFile is { } text && IsKey(text, $"The file {path}", file);
            return isKey && clientId is not null ? new GitHubCredential.AppKeyFile(clientId, path) : null;
        }
        if (key.Secret is { } secret)
        {
            var isKey = IsKey(secret, key.Path, key);
            return isKey && clientId is not null ? new GitHubCredential.App(clientId, secret) : null;
        }
        var faults = at.Context.Faults;
        if (!key.IsThere && !file.IsThere && at.Node is ConfigNode.Map
            && !faults.IsSpoilt(key.Path) && !faults.IsSpoilt(file.Path))
        {
            key.Error($"{at.Path} has no private key.",
                "Add private_key_file: with the .pem file that GitHub downloads on the App's page under Private keys.");
        }
        return null;
    }

    private static bool IsKey(Secret text, string what, View at)
    {
        if (AppKey.Parse(text.Reveal()).Problem is { } problem)
        {
            at.Error($"{what} {problem.What}.", problem.Remedy);
            return false;
        }
        return true;
    }
}
