using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>
/// The text of a personal token as it is now: given, or read from a file that may be replaced at any time.
/// </summary>
internal sealed class TokenText(GitHubCredential credential)
{
    private readonly Lock _lock = new();
    private (DateTime WrittenAt, long Bytes, Secret Value)? _read;

    /// <summary>Exactly one of the two is set.</summary>
    public (Secret? Value, Fault? Fault) Get() => credential switch
    {
        GitHubCredential.Token given => Check(given.Value.Reveal(), "The token"),
        GitHubCredential.TokenFile file => Read(file.Path),
        _ => throw new InvalidOperationException($"No such credential: {credential.GetType().Name}."),
    };

    /// <summary>Look into the file next time, even if it seems unchanged: clocks of file systems are coarse.</summary>
    public void Distrust()
    {
        lock (_lock)
        {
            _read = null;
        }
    }

    private (Secret?, Fault?) Read(string path)
    {
        lock (_lock)
        {
            try
            {
                var file = new FileInfo(path);
                if (_read is { } read && read.WrittenAt == file.LastWriteTimeUtc && read.Bytes == file.Length)
                {
                    return (read.Value, null);
                }
                var (value, fault) = Check(File.ReadAllText(path), $"The token file {path}");
                _read = value is null ? null : (file.LastWriteTimeUtc, file.Length, value);
                return (value, fault);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return (null, Bad($"The token file {path} cannot be read: {failure.Message}"));
            }
        }
    }

    /// <summary>
    /// A line break or a quote from a shell in the middle of a token would break the header it goes into.
    /// </summary>
    private static (Secret?, Fault?) Check(string text, string what)
    {
        var token = text.Trim();
        var problem = token.Length == 0 ? "is empty"
            : token.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 ? "holds characters that no token has"
            : null;
        return problem is null
            ? (new Secret(token), null)
            : (null, Bad($"{what} {problem}."));
    }

    private static Fault Bad(string message) => new(FaultKind.Unauthorized, message);
}
