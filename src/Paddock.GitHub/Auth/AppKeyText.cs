using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>The key of an App as it is now: given, or read from a file that may be replaced at any time.</summary>
internal sealed class AppKeyText(string connection, Secret? given, string? path)
{
    /// <summary>Ten times a key of 4096 bits; anything larger is another file.</summary>
    private const int BytesMax = 64 * 1024;

    private readonly Lock _lock = new();
    private (DateTime WrittenAt, long Bytes, AppKey Key)? _read;

    /// <summary>Exactly one of the two is set.</summary>
    public (AppKey? Key, Fault? Fault) Get()
    {
        lock (_lock)
        {
            return path is null ? Given_NeedsLock() : Read_NeedsLock(path);
        }
    }

    /// <summary>Look into the file next time, even if it seems unchanged: clocks of file systems are coarse.</summary>
    public void Distrust()
    {
        lock (_lock)
        {
            _read = null;
        }
    }

    private (AppKey?, Fault?) Given_NeedsLock()
    {
        if (_read is { } read)
        {
            return (read.Key, null);
        }
        var (key, fault) = Parse(given!.Reveal(), $"The private key of connection {connection}");
        _read = key is null ? null : (default, 0, key);
        return (key, fault);
    }

    private (AppKey?, Fault?) Read_NeedsLock(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (_read is { } read && read.WrittenAt == file.LastWriteTimeUtc && read.Bytes == file.Length)
            {
                return (read.Key, null);
            }
            if (file.Length > BytesMax)
            {
                return (null, Bad($"The private key file {path} is no key: it has {file.Length} bytes."));
            }
            var (key, fault) = Parse(File.ReadAllText(path), $"The private key file {path}");
            _read = key is null ? null : (file.LastWriteTimeUtc, file.Length, key);
            return (key, fault);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, Bad($"The private key file {path} cannot be read: {failure.Message}"));
        }
    }

    private static (AppKey?, Fault?) Parse(string text, string what)
    {
        var (key, problem) = AppKey.Parse(text);
        return (key, problem is null ? null : Bad($"{what} {problem.What}. {problem.Remedy}"));
    }

    private static Fault Bad(string message) => new(FaultKind.Unauthorized, message);
}
