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
}
