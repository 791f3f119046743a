using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Images;

/// <summary>From an offer's image to one that is on the server.</summary>
internal sealed class ImageDesk(ImageCalls images, Downloads downloads, LxdSettings settings)
{
    /// <summary>
    /// The fingerprint, so that what is created is what was looked for, even if the alias moves on meanwhile.
    /// </summary>
    public async Task<Answer<string>> GetAsync(string text, CancellationToken cancellationToken)
    {
        var (name, fault) = ImageName.Parse(text, settings);
        if (name is null)
        {
            return new Answer<string>.Refused(new Fault(FaultKind.InvalidSpec, fault!));
        }
        if (name.Remote is not null)
        {
            return await downloads.GetAsync(text, name, cancellationToken);
        }
        var alias = await images.AliasAsync(name.Alias, cancellationToken);
        if (alias.Has(out var found, out var refused))
        {
            return new Answer<string>.Ok(found.Target ?? "");
        }
        if (!refused.IsAbsent)
        {
            return refused.To<string>();
        }
        var image = await images.FindAsync(name.Alias, cancellationToken);
        return image switch
        {
            Answer<ImagePayload>.Ok { Value.Fingerprint: var fingerprint } => new Answer<string>.Ok(fingerprint),
            Answer<ImagePayload>.Refused { IsAbsent: true } => new Answer<string>.Refused(new Fault(
                FaultKind.InvalidSpec,
                $"{settings.Flavor.Name} has no image '{Plain.Line(name.Alias)}' in project {settings.Project}. Make "
                + $"it (paddock image build), copy it ({settings.Flavor.Command} image copy), or write remote:alias.")),
            Answer<ImagePayload>.Refused failed => failed.To<string>(),
            _ => throw new InvalidOperationException($"Unknown answer {image}."),
        };
    }
}
