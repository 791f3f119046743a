using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Builds;

/// <summary>The images of ours that are on the server, and their aliases.</summary>
internal sealed class ImageShelf(ImageCalls images, InstanceCalls instances, Ownership ownership, Flavor flavor)
{
    /// <summary>What the server writes down on an instance about its image.</summary>
    private const string ImageKey = "volatile.base_image";

    public async Task<Answer<BuiltImage[]>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await images.ListAsync(cancellationToken);
        if (!listed.Has(out var all, out var refused))
        {
            return refused.To<BuiltImage[]>();
        }

        // Afterwards: what is made of an image meanwhile is in this list, and what is made later has the newest.
        var there = await instances.ListAsync(cancellationToken);
        if (!there.Has(out var machines, out var unseen))
        {
            return unseen.To<BuiltImage[]>();
        }
        var used = machines.Select(machine => machine.Config?.GetValueOrDefault(ImageKey)).ToHashSet();
        return new Answer<BuiltImage[]>.Ok(
        [
            .. all.Where(image => ownership.IsOurs(image.Properties))
                .Select(image => Read(image, used.Contains(image.Fingerprint)))
                .OfType<BuiltImage>().OrderByDescending(image => image.BuiltAt),
        ]);
    }

    /// <summary>Null when the alias is ours to move, or there is none.</summary>
    public async Task<Fault?> WhyNotAsync(string alias, CancellationToken cancellationToken)
    {
        var there = await images.AliasAsync(alias, cancellationToken);
        if (!there.Has(out var found, out var refused))
        {
            return refused.IsAbsent ? null : refused.Fault;
        }
        var target = await images.FindAsync(found.Target ?? "", cancellationToken);
        if (!target.Has(out var image, out var unseen))
        {
            return unseen.Fault;
        }
        return ownership.IsOurs(image.Properties) ? null : new Fault(
            FaultKind.NameTaken,
            $"Alias '{Plain.Line(alias)}' means an image that this Paddock did not build; it was not touched. Choose "
            + $"another alias, or delete that one ({flavor.Command} image alias delete).");
    }

    /// <summary>From one moment to the next it means another image; at no moment none.</summary>
    public async Task<Fault?> MoveAsync(string alias, string fingerprint, CancellationToken cancellationToken)
    {
        var body = new AliasBody(alias, fingerprint, "Kept by Paddock");
        var there = await images.AliasAsync(alias, cancellationToken);
        var moved = there is Answer<AliasPayload>.Refused { IsAbsent: true }
            ? await images.MakeAliasAsync(body, cancellationToken)
            : await images.MoveAliasAsync(body, cancellationToken);
        if (moved.WhyNot is not { } fault)
        {
            return null;
        }

        // It may have been done and its answer lost; then nobody may delete the image that the alias means now.
        var now = await images.AliasAsync(alias, cancellationToken);
        return now switch
        {
            Answer<AliasPayload>.Ok { Value.Target: var target } when target == fingerprint => null,
            Answer<AliasPayload>.Ok or Answer<AliasPayload>.Refused { IsAbsent: true } => fault,
            _ => fault with { Kind = FaultKind.Ambiguous },
        };
    }

    /// <summary>Null when it is gone.</summary>
    public async Task<Fault?> DeleteAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var deleted = await images.DeleteAsync(fingerprint, cancellationToken);
        return deleted.Has(out _, out var refused) || refused.IsAbsent ? null : refused.Fault;
    }

    private static BuiltImage? Read(ImagePayload image, bool isInUse)
    {
        var tags = image.Properties ?? [];
        var alias = tags.GetValueOrDefault(ImageTags.AliasKey);
        var isCurrent = (image.Aliases ?? []).Any(one => one.Name == alias);
        return ImageTags.Read(tags, image.Fingerprint, image.Size, isCurrent, isInUse);
    }
}
