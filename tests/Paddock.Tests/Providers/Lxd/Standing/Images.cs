using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The images and their aliases, and the images that remote servers offer.</summary>
internal sealed class Images(Ground ground)
{
    private readonly List<Image> _images = [];
    private readonly SortedDictionary<(string Home, string Name), string> _aliases = [];
    private readonly Dictionary<(string Server, string Alias), (string Type, FileTree Files)> _remotes = [];
    private int _count;

    public Image Add(Image image, params IEnumerable<string> aliases)
    {
        var named = image with
        {
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"image {++_count}"))),
            UploadedAt = ground.Agenda.Now,
        };
        _images.Add(named);
        Name(named, aliases);
        return named;
    }

    public void Name(Image image, IEnumerable<string> aliases)
    {
        foreach (var alias in aliases)
        {
            _aliases[(image.Home, alias)] = image.Fingerprint;
        }
    }

    public void Offer(string server, string alias, string type, FileTree files) =>
        _remotes[(server, alias)] = (type, files);

    public Image? ByAlias(string home, string alias) =>
        _aliases.TryGetValue((home, alias), out var target) ? ByFingerprint(home, target) : null;

    /// <summary>The beginning of one is enough.</summary>
    public Image? ByFingerprint(string home, string fingerprint) => _images.Find(
        image => image.Home == home && image.Fingerprint.StartsWith(fingerprint, StringComparison.Ordinal));

    /// <summary>The newest with all of these properties.</summary>
    public Image? ByProperties(string home, JsonObject properties) => _images.FindLast(image => image.Home == home
        && properties.All(pair => image.Properties[pair.Key]?.ToString() == pair.Value?.ToString()));

    /// <summary>What a remote offers, kept from now on; or why there is nothing.</summary>
    public (Image? Image, string? Error) Pull(string home, JsonObject source, bool isCache, bool isAutoUpdated)
    {
        var (server, alias) = ((string?)source["server"] ?? "", (string?)source["alias"] ?? "");
        if (!_remotes.TryGetValue((server, alias), out var offered))
        {
            // A server that offers nothing is one that cannot be reached.
            return (null, "Failed getting remote image info: " + (_remotes.Keys.Any(one => one.Server == server)
                ? $"Failed getting image: The requested image couldn't be found for fingerprint \"{alias}\""
                : $"Get \"{server}/streams/v1/index.json\": dial tcp: lookup failed: no such host"));
        }
        var known = _images.Find(image => image.Home == home && image.Source is { } from
            && (string?)from["server"] == server && (string?)from["alias"] == alias);
        return (known ?? Add(new Image("", home, offered.Type, offered.Files, source.DeepClone().AsObject())
        {
            IsCached = isCache, IsAutoUpdated = isAutoUpdated,
        }), null);
    }

    public Reply Answer(Asked asked, string[] rest)
    {
        var home = ground.Shelves.HomeOf(asked.Project, "images");
        return (asked.Method, rest) switch
        {
            (_, ["aliases", .. var names]) => Aliases(asked, home, names),
            ("GET", []) => List(asked, home),
            (_, [var one, ..]) when ByFingerprint(home, one) is null => new Reply.Refused(404, "Image not found"),
            ("GET", [var one]) => Reply.Tagged(ToJson(ByFingerprint(home, one)!)),
            ("PUT" or "PATCH", [var one]) => Change(ByFingerprint(home, one)!, asked),
            ("DELETE", [var one]) => Delete(ByFingerprint(home, one)!, asked.Project),
            _ => Reply.NotFound,
        };
    }

    private Reply List(Asked asked, string home)
    {
        if (Filter.Parse(asked.Query.GetValueOrDefault("filter")) is not { } wanted)
        {
            return new Reply.Refused(500, "Invalid filter: clause has no operator");
        }
        var images = _images.Where(image => image.Home == home)
            .Select(image => ($"/1.0/images/{image.Fingerprint}", ToJson(image)));
        return new Reply.Sync(Json.List(asked, images.Where(image => wanted(image.Item2))));
    }

    private Reply Change(Image image, Asked asked)
    {
        if (Reply.Mismatch(asked, ToJson(image)) is { } mismatch)
        {
            return mismatch;
        }
        _images[_images.IndexOf(image)] = image with
        {
            Properties = asked.Json!["properties"]?.DeepClone().AsObject() ?? image.Properties,
            IsAutoUpdated = asked.Json["auto_update"] is { } update ? (bool)update : image.IsAutoUpdated,
        };
        return Reply.Done;
    }

    private Reply.Begun Delete(Image image, string project) => ground.Operations.Run(
        "Deleting image", project, Resources(image.Fingerprint), TimeSpan.Zero, () =>
        {
            _images.Remove(image);
            foreach (var alias in _aliases.Where(pair => pair.Value == image.Fingerprint).ToList())
            {
                _aliases.Remove(alias.Key);
            }
            return Outcome.Success;
        });

    private Reply Aliases(Asked asked, string home, string[] rest)
    {
        var target = asked.Text("target");
        if (asked.Method is "POST" or "PUT" && (target is null || ByFingerprint(home, target) is null))
        {
            return new Reply.Refused(404, "Image not found");
        }
        var name = rest is [var given] ? given : asked.Text("name");
        var isKnown = name is not null && _aliases.ContainsKey((home, name));
        switch (asked.Method, rest.Length)
        {
            case ("GET", 0):
                return new Reply.Sync(Json.List(asked, _aliases.Where(pair => pair.Key.Home == home)
                    .Select(pair => ($"/1.0/images/aliases/{pair.Key.Name}", AliasJson(home, pair.Key.Name)))));
            case ("POST", 0) when isKnown:
                return new Reply.Refused(409, $"Alias \"{name}\" already exists");
            case ("POST", 0):
                _aliases[(home, name!)] = target!;
                return new Reply.Made($"/1.0/images/aliases/{name}");
            case (_, 1) when !isKnown:
                return new Reply.Refused(404, "Image alias not found");
            case ("GET", 1):
                return Reply.Tagged(AliasJson(home, name!));
            case ("PUT" or "PATCH", 1):
                _aliases[(home, name!)] = target!;
                return Reply.Done;
            case ("DELETE", 1):
                _aliases.Remove((home, name!));
                return Reply.Done;
            default:
                return Reply.NotFound;
        }
    }

    public static JsonObject Resources(string fingerprint) =>
        new() { ["images"] = Json.Of([$"/1.0/images/{fingerprint}"]) };

    public bool HasAlias(string home, string name) => _aliases.ContainsKey((home, name));

    private JsonObject AliasJson(string home, string name)
    {
        var target = _aliases[(home, name)];
        return new JsonObject
        {
            ["name"] = name, ["description"] = "", ["target"] = target, ["type"] = ByFingerprint(home, target)!.Type,
        };
    }

    private JsonObject ToJson(Image image) => new()
    {
        ["fingerprint"] = image.Fingerprint, ["type"] = image.Type, ["architecture"] = image.Architecture,
        ["properties"] = image.Properties.DeepClone(), ["size"] = image.SizeBytes, ["cached"] = image.IsCached,
        ["auto_update"] = image.IsAutoUpdated, ["public"] = false, ["update_source"] = image.Source?.DeepClone(),
        ["uploaded_at"] = image.UploadedAt.ToString("O"), ["created_at"] = image.UploadedAt.ToString("O"),
        ["aliases"] = new JsonArray([.. _aliases
            .Where(pair => pair.Key.Home == image.Home && pair.Value == image.Fingerprint)
            .Select(pair => new JsonObject { ["name"] = pair.Key.Name, ["description"] = "" })]),
    };
}
