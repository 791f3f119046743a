using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>How a connection proves who it is. Closed; each becomes a token source.</summary>
public abstract record GitHubCredential
{
    /// <summary>A personal access token, classic or fine-grained.</summary>
    public sealed record Token(Secret Value) : GitHubCredential;

    /// <summary>
    /// A file that holds such a token. It is read again when it changes, so a token can be replaced at any time.
    /// </summary>
    public sealed record TokenFile(string Path) : GitHubCredential;

    /// <summary>A GitHub App by the text of one of its private keys, see <see cref="AppKey"/>.</summary>
    /// <param name="ClientId"><c>Iv23li…</c>, from the App's page; the App's number does as well.</param>
    public sealed record App(string ClientId, Secret PrivateKey) : GitHubCredential;

    /// <summary>The same with the key in a file, which is read again when it changes.</summary>
    public sealed record AppKeyFile(string ClientId, string Path) : GitHubCredential;
}
