using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>The engine's images by name, pulled as the policy says: once at a time, however many want one.</summary>
internal sealed partial class ImageShelf(ImageCalls images, DockerSettings settings, TimeProvider time, ILogger logger)
{
    /// <summary>With <see cref="PullPolicy.Always"/>: a burst of jobs asks the registry once.</summary>
    private static readonly TimeSpan PullLife = TimeSpan.FromMinutes(1);

    private readonly Flights<string, Nothing> _pulls = new(time, PullLife);
    private readonly RegistryLogins _logins = new(settings.Registries);

    public async Task<Answer<ImagePayload>> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (ImageReference.TryParse(name) is not { } reference)
        {
            return Refused(
                FaultKind.InvalidSpec, $"'{Plain.Line(name)}' is no reference of an image. Write registry/name:tag.");
        }
        if (settings.Pull == PullPolicy.Always)
        {
            return await PullAsync(reference, cancellationToken);
        }
        var here = await images.InspectAsync(reference.ToString(), cancellationToken);
        return here switch
        {
            Answer<ImagePayload>.Refused { IsAbsent: true } when settings.Pull == PullPolicy.Missing =>
                await PullAsync(reference, cancellationToken),
            Answer<ImagePayload>.Refused { IsAbsent: true } => Refused(
                FaultKind.InvalidSpec,
                $"Image {reference} is not on the Docker Engine and pull is 'never'. Build or load it there, or set "
                + "pull: missing."),
            _ => here,
        };
    }

    private async Task<Answer<ImagePayload>> PullAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var pulled = await _pulls.JoinAsync(
            reference.ToString(),
            () =>
            {
                LogPull(reference);
                var (login, fault) = _logins.For(reference);
                return fault is null
                    ? images.PullAsync(reference, login, CancellationToken.None)
                    : Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Refused(fault));
            },
            cancellationToken);
        return pulled.Has(out _, out var refused)
            ? await images.InspectAsync(reference.ToString(), cancellationToken)
            : new Answer<ImagePayload>.Refused(Explain(reference, refused));
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

    [LoggerMessage(EventId = 4101, EventName = "image-pull", Level = LogLevel.Information, Message = "Pulling {Image}")]
    private partial void LogPull(ImageReference image);
}
