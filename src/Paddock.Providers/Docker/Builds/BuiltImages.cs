using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Docker.Builds;

/// <summary>
/// The images of ours on the engine. The alias is a repository's <c>latest</c>, each build a tag beside it.
/// </summary>
/// <param name="ownership">
/// By labels that are not a machine's: whatever container somebody starts from such an image inherits them.
/// </param>
internal sealed class BuiltImages(ImageCalls images, ContainerCalls containers, Ownership ownership)
{
    public const string KeyPrefix = "paddock.image.";
    public const string CurrentTag = "latest";

    public async Task<Answer<BuiltImage[]>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await images.ListAsync([ownership.FleetFilter, ownership.InstallFilter], cancellationToken);
        if (!listed.Has(out var lines, out var refused))
        {
            return refused.To<BuiltImage[]>();
        }
        var there = await containers.ListAsync([], cancellationToken);
        if (!there.Has(out var all, out var unseen))
        {
            return unseen.To<BuiltImage[]>();
        }
        var used = all.Select(container => container.ImageId).ToHashSet();
        return new Answer<BuiltImage[]>.Ok(
        [
            .. lines.Select(line => Read(line, used.Contains(line.Id))).OfType<BuiltImage>()
                .OrderByDescending(image => image.BuiltAt),
        ]);
    }

    /// <summary>Null when the alias is ours to move, or there is none.</summary>
    public async Task<Fault?> WhyNotAsync(string alias, CancellationToken cancellationToken)
    {
        if (alias.Any(char.IsAsciiLetterUpper))
        {
            return new Fault(
                FaultKind.InvalidSpec, $"'{Plain.Line(alias)}' cannot name a Docker image: it has capital letters.");
        }
        var there = await images.InspectAsync($"{alias}:{CurrentTag}", cancellationToken);
        return there switch
        {
            Answer<ImagePayload>.Refused { IsAbsent: true } => null,
            Answer<ImagePayload>.Refused refused => refused.Fault,
            Answer<ImagePayload>.Ok { Value: var image } when ownership.IsOurs(image.Config?.Labels) => null,
            _ => new Fault(
                FaultKind.NameTaken,
                $"{alias}:{CurrentTag} is an image that this Paddock did not build; it was not touched. Choose another "
                + $"alias, or remove that one (docker rmi {alias}:{CurrentTag})."),
        };
    }

    /// <summary>By its own tag; the engine keeps what something still needs.</summary>
    public async Task<Fault?> DeleteAsync(BuiltImage image, CancellationToken cancellationToken)
    {
        var deleted = await images.DeleteAsync(TagOf(image.Alias, image.BuiltAt), cancellationToken);
        return deleted is Answer<Nothing>.Refused { IsAbsent: false } refused ? refused.Fault : null;
    }

    /// <summary><c>runner:20261126-170710</c></summary>
    public static string TagOf(string alias, DateTimeOffset at) => $"{alias}:{ImageTags.NameOf("", at)[1..]}";

    /// <summary>One that lost its own tag is nobody's any more.</summary>
    private static BuiltImage? Read(ImageLine line, bool isInUse)
    {
        var tags = line.Labels ?? [];
        var names = line.RepoTags ?? [];
        var isCurrent = names.Contains($"{tags.GetValueOrDefault(ImageTags.AliasKey)}:{CurrentTag}");
        return ImageTags.Read(tags, line.Id, line.Size, isCurrent, isInUse) is { } image
            && names.Contains(TagOf(image.Alias, image.BuiltAt)) ? image : null;
    }
}
