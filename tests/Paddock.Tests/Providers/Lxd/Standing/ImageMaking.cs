using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>New images: pulled from a remote server, or published from an instance.</summary>
internal sealed class ImageMaking(Ground ground, Images images, Instances instances)
{
    public Reply Create(Asked asked)
    {
        var source = asked.Json!["source"] as JsonObject ?? [];
        var home = ground.Shelves.HomeOf(asked.Project, "images");
        return (string?)source["type"] switch
        {
            "image" => Progressing(Begin(asked, home, ground.Options.PullTime, () => images.Pull(
                home, source, isCache: false, isAutoUpdated: asked.Flag("auto_update")))),
            "instance" or "container" or "virtual-machine" => Publish(asked, home, (string?)source["name"] ?? ""),
            _ => new Reply.Refused(500, "Invalid images JSON"),
        };
    }

    private static Reply.Begun Progressing(Reply.Begun pull)
    {
        if (pull.Operation.EndedAt is null)
        {
            pull.Operation.Metadata = new JsonObject { ["download_progress"] = "rootfs: 42% (11.20MB/s)" };
        }
        return pull;
    }

    private Reply Publish(Asked asked, string home, string name)
    {
        if (instances.Find(asked.Project, name) is not { } instance)
        {
            return new Reply.Refused(404, "Instance not found");
        }
        return Begin(asked, home, ground.Options.UnpackTime, () => instance.Power is Power.Stopped
            ? (images.Add(new Image("", home, instance.Type, instance.Files.Copy())
            {
                Properties = asked.Json!["properties"]?.DeepClone().AsObject() ?? [],
            }), null)
            : (null, "Cannot export a running instance as an image"));
    }

    private Reply.Begun Begin(Asked asked, string home, TimeSpan span, Func<(Image? Image, string? Error)> make)
    {
        var aliases = (asked.Json!["aliases"] as JsonArray ?? []).Select(alias => (string)alias!["name"]!).ToList();
        return ground.Operations.Run("Creating image", asked.Project, [], span, () =>
        {
            if (aliases.Find(alias => images.HasAlias(home, alias)) is { } taken)
            {
                return new Outcome($"Alias already exists: {taken}");
            }
            var (image, error) = make();
            if (image is null)
            {
                return new Outcome(error);
            }
            images.Name(image, aliases);
            return new Outcome(Metadata: new JsonObject
            {
                ["fingerprint"] = image.Fingerprint, ["size"] = image.SizeBytes.ToString(),
            });
        });
    }
}
