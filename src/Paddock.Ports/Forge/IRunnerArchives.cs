using Paddock.Core.Model;

namespace Paddock.Ports.Forge;

/// <summary>A runner archive on this disk, verified against the checksum GitHub's downloads list gives.</summary>
/// <param name="Version">As in the file's name, for example <c>2.336.0</c>.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record RunnerArchive(string Path, string Version, string Sha256);

/// <summary>The answer to a request for an archive.</summary>
public abstract record ArchiveReply
{
    public sealed record Ready(RunnerArchive Archive) : ArchiveReply;

    public sealed record Refused(Fault Fault) : ArchiveReply;
}

/// <summary>Runner archives from GitHub's downloads list, downloaded once, verified, cached.</summary>
public interface IRunnerArchives
{
    /// <param name="os">GitHub's word: <c>linux</c>, <c>osx</c>, <c>win</c>.</param>
    /// <param name="architecture">GitHub's word: <c>x64</c>, <c>arm64</c>.</param>
    Task<ArchiveReply> GetAsync(Scope scope, string os, string architecture, CancellationToken cancellationToken);
}
