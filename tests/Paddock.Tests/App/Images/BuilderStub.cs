using System.Runtime.CompilerServices;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Tests.App.Images;

/// <summary>A provider that builds images at once, and has neither machines nor archives.</summary>
internal sealed class BuilderStub : IProvider, IImageBuilder, IRunnerArchives
{
    private readonly List<BuiltImage> _images = [];

    /// <summary>Why builds fail; null while they do not.</summary>
    public Fault? Fault { get; set; }

    public List<ImageRecipe> Recipes { get; } = [];

    public List<(string? Alias, int Keep)> Pruned { get; } = [];

    public ProviderTraits Traits { get; } = new(
        HoldsBlanks: false, Watches: false, Diagnoses: false, Settle: TimeSpan.Zero, CallsMax: 1,
        EnsureLimit: TimeSpan.FromMinutes(1));

    public Task<ImageBuildReply> BuildImageAsync(
        ImageRecipe recipe, Action<BuildNews> tell, CancellationToken cancellationToken)
    {
        Recipes.Add(recipe);
        if (Fault is { } fault)
        {
            return Task.FromResult<ImageBuildReply>(new ImageBuildReply.Refused(fault));
        }
        var image = new BuiltImage(
            recipe.Alias, $"{recipe.Alias}-1", "f1", new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero),
            recipe.Base, RunnerVersion: null, SizeBytes: 1, IsCurrent: true, IsInUse: false);
        _images.Add(image);
        return Task.FromResult<ImageBuildReply>(new ImageBuildReply.Built(image, []));
    }

    public Task<ImageListReply> ListImagesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImageListReply>(new ImageListReply.Complete(_images));

    public Task<ImagePruneReply> PruneImagesAsync(string? alias, int keep, CancellationToken cancellationToken)
    {
        Pruned.Add((alias, keep));
        return Task.FromResult<ImagePruneReply>(new ImagePruneReply.Done([]));
    }

    public Task<ArchiveReply> GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken) =>
        Task.FromResult<ArchiveReply>(new ArchiveReply.Refused(new Fault(FaultKind.NotFound, "There is none.")));

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        Task.FromResult<EnsureReply>(new EnsureReply.Done(Adopted: false));

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<MachineListReply>(new MachineListReply.Complete([], 0));

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<DeleteReply>(new DeleteReply.Gone());

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<Diagnosis?>(null);
}
