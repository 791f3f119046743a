using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>The engine's images by name, pulled as the policy says: once at a time, however many want one.</summary>
internal sealed class ImageShelf(ImageCalls images, Pulls pulls, DockerSettings settings, TimeProvider time)
{
    public async Task<Answer<ImagePayload>> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (ImageReference.TryParse(name) is not { } reference)
        {
            return Refused(
                FaultKind.InvalidSpec, $"'{Plain.Line(name)}' is no reference of an image. Write registry/name:tag.");
        }
        if (settings.Pull == PullPolicy.Always)
        {
            return await PullAsync(reference, name, cancellationToken);
        }
        var here = await images.InspectAsync(reference.ToString(), cancellationToken);
        return here switch
        {
            Answer<ImagePayload>.Refused { IsAbsent: true } when settings.Pull == PullPolicy.Missing =>
                await PullAsync(reference, name, cancellationToken),
            Answer<ImagePayload>.Refused { IsAbsent: true } => Refused(
                FaultKind.InvalidSpec,
                $"Image {reference} is not on the Docker Engine and pull is 'never'. Build or load it there, or set "
                + "pull: missing."),
            _ => here,
        };
    }

    private async Task<Answer<ImagePayload>> PullAsync(
        ImageReference reference, string name, CancellationToken cancellationToken)
    {
        Answer<Nothing> pulled;
        try
        {
            pulled = await pulls.JoinAsync(reference, name, cancellationToken)
                .WaitAsync(DockerSettings.PullPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new Answer<ImagePayload>.Refused(Unfinished(reference));
        }
        return pulled.Has(out _, out var refused)
            ? await images.InspectAsync(reference.ToString(), cancellationToken)
            : new Answer<ImagePayload>.Refused(Explain(reference, refused));
    }

    /// <summary>
    /// The pull goes on, and whoever asks again joins it. Waiting on until the call is cut off would leave a machine
    /// that nobody made to be looked for.
    /// </summary>
    private Fault Unfinished(ImageReference reference)
    {
        var now = time.GetUtcNow();
        return pulls.Find(reference) is { } pull
            ? new Fault(FaultKind.Busy, $"{pull.Tell()}.", pull.AgainAt(now))
            : new Fault(FaultKind.Busy, $"image {reference} has just been pulled.", now);
    }

    /// <summary>
    /// A pull is safe to repeat: what is unknown about it is only how far it came. Only a registry that does not give
    /// the image asks for another configuration; a network that fails asks for patience.
    /// </summary>
    private static Fault Explain(ImageReference reference, Answer<Nothing>.Refused refused) => refused switch
    {
        { IsAbsent: true } or { Fault.Kind: FaultKind.Unauthorized or FaultKind.InvalidSpec } => new Fault(
            FaultKind.InvalidSpec,
            $"Image {reference} cannot be pulled: {refused.Fault.Message} "
            + "Correct its name, or pull, build or load it there by hand."),
        { Fault.Kind: FaultKind.Ambiguous or FaultKind.Transient } => new Fault(
            FaultKind.Transient, $"Image {reference} could not be pulled; it is tried again: {refused.Fault.Message}"),
        _ => refused.Fault,
    };

    private static Answer<ImagePayload>.Refused Refused(FaultKind kind, string message) =>
        new(new Fault(kind, message));
}
