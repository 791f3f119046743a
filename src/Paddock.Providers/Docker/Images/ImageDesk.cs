using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Docker.Images;

/// <summary>From an image's name to an image with a runner in it.</summary>
internal sealed class ImageDesk(ImageShelf shelf, ImageProbe probe, RunnerLayers layers, IRunnerArchives archives)
{
    public async Task<Answer<RunnerImage>> GetAsync(string name, Scope scope, CancellationToken cancellationToken)
    {
        var image = await shelf.FindAsync(name, cancellationToken);
        if (!image.Has(out var found, out var absent))
        {
            return absent.To<RunnerImage>();
        }
        var finding = await probe.LookAsync(found, cancellationToken);
        if (!finding.Has(out var seen, out var unfit))
        {
            return unfit.To<RunnerImage>();
        }
        return seen.HasRunner
            ? new Answer<RunnerImage>.Ok(seen.Image)
            : await WithRunnerAsync(seen, scope, cancellationToken);
    }

    private async Task<Answer<RunnerImage>> WithRunnerAsync(
        ImageFinding finding, Scope scope, CancellationToken cancellationToken)
    {
        var reply = await archives.GetAsync(scope, "linux", ArchitectureOf(finding.Architecture), cancellationToken);
        return reply switch
        {
            ArchiveReply.Ready { Archive: var archive } => await layers.GetAsync(finding, archive, cancellationToken),
            ArchiveReply.Refused { Fault: var fault } => new Answer<RunnerImage>.Refused(fault),
            _ => throw new InvalidOperationException($"Unknown reply {reply}."),
        };
    }

    /// <summary>Docker's word to GitHub's; an unknown one is passed on, for the message to name it.</summary>
    public static string ArchitectureOf(string architecture) => architecture is "amd64" ? "x64" : architecture;
}
