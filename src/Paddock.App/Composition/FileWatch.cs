namespace Paddock.App.Composition;

/// <summary>
/// Tells when a file has become another one. It looks every other second: notifications miss what editors and mounted
/// secrets do (a new file under the old name, a link that points elsewhere), and a configuration changes rarely.
/// </summary>
internal sealed class FileWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    private FileWatch(string path, Action changed, TimeProvider time)
    {
        (_path, _time) = (path, time);
        _watching = RunAsync(changed, _stop.Token);
    }

    /// <summary>
    /// Calls <paramref name="changed"/> once for what is there at first, since nobody knows whether it is what was read
    /// before the watch began, and for every change until it is disposed of.
    /// </summary>
    public static FileWatch Start(string path, Action changed, TimeProvider time) => new(path, changed, time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    /// <summary>A file is told of once it looks the same twice: not in the middle of a write.</summary>
    private async Task RunAsync(Action changed, CancellationToken cancellationToken)
    {
        (DateTime, long, string?)? told = null;
        var seen = Look();
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = Look();
            if (now is not null && now == seen && now != told && !cancellationToken.IsCancellationRequested)
            {
                told = now;
                changed();
            }
            seen = now;
        }
    }

    /// <summary>Null while it is not there, or cannot be looked at.</summary>
    private (DateTime WrittenAt, long Bytes, string? Target)? Look()
    {
        try
        {
            var file = new FileInfo(_path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return target.Exists ? (target.LastWriteTimeUtc, target.Length, target.FullName) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
