using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Building;

/// <summary>What a provider itself has to know to build images. Everything else is the same at each.</summary>
internal interface IWorkshop
{
    /// <summary>Null when all is there that builds stand on.</summary>
    Task<Fault?> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes every builder of ours, and names what is gone. Only asked of who holds the lock of builds.
    /// </summary>
    Task<Answer<string[]>> SweepAsync(CancellationToken cancellationToken);

    /// <summary>Makes an image and moves the alias to it; of what is refused or cancelled nothing is left.</summary>
    /// <param name="at">When it is built, as its name will say: of this alias no other one does.</param>
    /// <returns>Its id.</returns>
    Task<Answer<string>> MakeAsync(
        ImageRecipe recipe, DateTimeOffset at, BuildStand.Teller tell, CancellationToken cancellationToken);

    /// <summary>The images of ours, the newest first.</summary>
    Task<Answer<BuiltImage[]>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Null when it is gone.</summary>
    Task<Fault?> DeleteAsync(BuiltImage image, CancellationToken cancellationToken);
}
