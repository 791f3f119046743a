using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Tickets;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Downloads;

/// <summary>
/// Runner archives on this disk. The list is asked once an hour; an archive is downloaded once however many want it,
/// and verified when it comes and again the first time this process hands it out.
/// </summary>
internal sealed partial class RunnerArchives(
    Connections connections, GitHubOptions options, SteadyClock clock, ILogger<RunnerArchives> logger) : IRunnerArchives
{
    private static readonly TimeSpan ListLife = TimeSpan.FromHours(1);

    /// <summary>How long the archive we have serves on when the list cannot be had.</summary>
    private static readonly TimeSpan OldLife = TimeSpan.FromMinutes(5);

    /// <summary>How many versions stay; machines that start now may still read an older one.</summary>
    private const int KeptMax = 3;

    private readonly ArchiveShelf _shelf = new(options.ArchiveDirectory, KeptMax);
    private readonly Memo<Wanted, ArchiveReply> _replies = new(clock);
    private readonly Dictionary<Wanted, RunnerArchive> _last = [];

    private sealed record Wanted(string Connection, string Os, string Architecture);

    public async Task<ArchiveReply> GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken)
    {
        await Hop.Off();
        if (connections.Find(scope) is not { } connection)
        {
            return new ArchiveReply.Refused(Connections.Unknown(scope));
        }
        var wanted = new Wanted(scope.Connection, os, architecture);
        var reply = await AskAsync();
        if (reply is ArchiveReply.Ready { Archive.Path: var path } && !File.Exists(path))
        {
            // Somebody cleared the directory.
            _replies.Forget(wanted);
            reply = await AskAsync();
        }
        return reply;

        Task<ArchiveReply> AskAsync() =>
            _replies.GetAsync(wanted, () => RefreshAsync(connection, scope, wanted), cancellationToken);
    }

    private async Task<Kept<ArchiveReply>> RefreshAsync(Connection connection, Scope scope, Wanted wanted)
    {
        var reply = await FindAsync(connection, scope, wanted);
        lock (_last)
        {
            switch (reply)
            {
                case ArchiveReply.Ready ready:
                    _last[wanted] = ready.Archive;
                    return new Kept<ArchiveReply>(ready, ListLife);
                case ArchiveReply.Refused { Fault.Kind: FaultKind.Transient or FaultKind.RateLimited } refused
                    when _last.TryGetValue(wanted, out var last) && File.Exists(last.Path):
                    LogOld(last.Version, refused.Fault.Message);
                    return new Kept<ArchiveReply>(new ArchiveReply.Ready(last), OldLife);
                default:
                    return new Kept<ArchiveReply>(reply, TimeSpan.Zero);
            }
        }
    }

    private async Task<ArchiveReply> FindAsync(Connection connection, Scope scope, Wanted wanted)
    {
        var answer = await connection.Api.GetAsync(
            ApiCall.ForLook(scope, remember: true),
            RunnerPaths.Downloads(scope),
            GitHubJson.Default.DownloadPayloadArray,
            CancellationToken.None);
        if (!answer.Has(out var offers, out var refused))
        {
            return new ArchiveReply.Refused(refused.Fault);
        }
        var offer = Array.Find(offers, entry => entry.Os == wanted.Os && entry.Architecture == wanted.Architecture);
        if (offer is null)
        {
            var offered = string.Join(", ", offers.Select(entry => $"{entry.Os}/{entry.Architecture}"));
            return Refused(
                FaultKind.InvalidSpec,
                $"GitHub offers none for {wanted.Os}/{wanted.Architecture}; it offers {Plain.Line(offered)}");
        }
        return await HaveAsync(connection, offer);
    }

    private async Task<ArchiveReply> HaveAsync(Connection connection, DownloadPayload offer)
    {
        if (ArchiveName.TryParse(offer.Filename) is not { } name
            || !Uri.TryCreate(offer.DownloadUrl, UriKind.Absolute, out var from)
            || !IsAsSafe(connection.Api, from))
        {
            var named = Plain.Line(offer.Filename, 100);
            return Refused(FaultKind.Fatal, $"GitHub's downloads list names something else ({named})");
        }
        if (offer.Sha256Checksum is not { Length: > 0 } sum)
        {
            // An old Enterprise Server gives none.
            return Refused(
                FaultKind.InvalidSpec,
                $"GitHub gives no checksum for {name.File}, and none goes unverified; use an image with a runner");
        }
        var expected = sum.ToLowerInvariant();
        try
        {
            var have = await _shelf.HashAsync(name);
            return have == expected
                ? Ready(name, have)
                : await DownloadAsync(connection, offer, name, from, expected);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refused(FaultKind.Transient, $"the archive directory cannot be used: {failure.Message}");
        }
    }

    private async Task<ArchiveReply> DownloadAsync(
        Connection connection, DownloadPayload offer, ArchiveName name, Uri from, string expected)
    {
        var file = _shelf.Begin(name);
        var isFinished = false;
        try
        {
            var answer = await new ArchiveDownload(connection.Downloads, clock)
                .FetchAsync(from, offer.TempDownloadToken, file);
            if (!answer.Has(out var hash, out var refused))
            {
                return new ArchiveReply.Refused(refused.Fault);
            }
            if (hash != expected)
            {
                var told = Plain.Line(expected, 64);
                return Refused(FaultKind.Fatal, $"{name.File} has SHA-256 {hash} where GitHub's list has {told}");
            }
            _shelf.Finish(file, name);
            isFinished = true;
            _shelf.Tidy(name, clock.Now);
            LogNew(name.File, hash);
            return Ready(name, hash);
        }
        finally
        {
            if (!isFinished)
            {
                ArchiveShelf.Abandon(file);
            }
        }
    }

    /// <summary>Plain http only beside an API that is itself plain http, which is a stand-in's.</summary>
    private static bool IsAsSafe(ApiClient api, Uri from) =>
        from.Scheme == Uri.UriSchemeHttps || (from.Scheme == Uri.UriSchemeHttp && !api.IsSecure);

    private ArchiveReply.Ready Ready(ArchiveName name, string hash) =>
        new(new RunnerArchive(_shelf.PathOf(name), name.Version.ToString(), hash));

    private static ArchiveReply.Refused Refused(FaultKind kind, string why) =>
        new(new Fault(kind, $"No runner archive: {why}."));

    [LoggerMessage(EventId = 3101, EventName = "archive-new", Level = LogLevel.Information,
        Message = "Runner archive {File} is here, SHA-256 {Hash}")]
    private partial void LogNew(string file, string hash);

    [LoggerMessage(EventId = 3102, EventName = "archive-old", Level = LogLevel.Warning,
        Message = "Runner {Version} serves on, because the downloads list cannot be had: {Why}")]
    private partial void LogOld(string version, string why);
}
