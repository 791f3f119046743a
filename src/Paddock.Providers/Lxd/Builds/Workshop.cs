using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Instances;

namespace Paddock.Providers.Lxd.Builds;

/// <summary>Images are built in instances of the server, and published there.</summary>
internal sealed class Workshop(ImageBuild build, ImageShelf shelf, Builders builders, Foundations foundations)
    : IWorkshop
{
    public Task<Fault?> PrepareAsync(CancellationToken cancellationToken) => foundations.LayAsync(cancellationToken);

    public Task<Answer<string[]>> SweepAsync(CancellationToken cancellationToken) =>
        builders.SweepAsync(cancellationToken);

    public Task<Answer<string>> MakeAsync(
        ImageRecipe recipe, DateTimeOffset at, BuildStand.Teller tell, CancellationToken cancellationToken) =>
        build.RunAsync(recipe, at, tell, cancellationToken);

    public Task<Answer<BuiltImage[]>> ListAsync(CancellationToken cancellationToken) =>
        shelf.ListAsync(cancellationToken);

    public Task<Fault?> DeleteAsync(BuiltImage image, CancellationToken cancellationToken) =>
        shelf.DeleteAsync(image.Id, cancellationToken);
}
