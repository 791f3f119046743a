using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>What a shelf says when something is missing or there already.</summary>
internal sealed record ShelfWords(string Path, string NotFound, int DuplicateStatus, string Duplicate)
{
    /// <summary>What stands before it when somebody only looked.</summary>
    public string LookPrefix { get; init; } = "";
}

/// <summary>
/// Named things that are nothing but their settings: projects, profiles, networks, access lists, storage pools.
/// </summary>
internal sealed class Shelf(ShelfWords words)
{
    private readonly SortedDictionary<(string Project, string Name), JsonObject> _things = [];

    public void Put(string project, string name, JsonObject settings)
    {
        foreach (var (key, empty) in new (string, JsonNode)[] { ("description", ""), ("config", new JsonObject()) })
        {
            settings[key] ??= empty;
        }
        settings["name"] = name;
        settings["used_by"] ??= new JsonArray();
        _things[(project, name)] = settings;
    }

    public JsonObject? Get(string project, string name) => _things.GetValueOrDefault((project, name));

    public Reply Answer(Asked asked, string project, string[] rest)
    {
        if (rest is [])
        {
            return asked.Method switch
            {
                "GET" => List(asked, project),
                "POST" => Create(asked, project),
                _ => Reply.NotFound,
            };
        }
        return rest is [var name] && Get(project, name) is { } thing
            ? One(asked, project, name, thing)
            : new Reply.Refused(404, (asked.Method == "GET" ? words.LookPrefix : "") + words.NotFound);
    }

    private Reply.Sync List(Asked asked, string project) => new(Json.List(asked, _things
        .Where(pair => pair.Key.Project == project)
        .Select(pair => (UrlOf(project, pair.Key.Name), pair.Value.DeepClone().AsObject()))));

    private Reply Create(Asked asked, string project)
    {
        if (asked.Text("name") is not { Length: > 0 } name)
        {
            return new Reply.Refused(400, "No name provided");
        }
        if (Get(project, name) is not null)
        {
            return new Reply.Refused(
                words.DuplicateStatus, words.Duplicate.Replace("{0}", name, StringComparison.Ordinal));
        }
        Put(project, name, asked.Json!.DeepClone().AsObject());
        return new Reply.Made(UrlOf(project, name));
    }

    private Reply One(Asked asked, string project, string name, JsonObject thing)
    {
        if (asked.Method == "GET")
        {
            return Reply.Tagged(thing.DeepClone().AsObject());
        }
        if (Reply.Mismatch(asked, thing) is { } mismatch)
        {
            return mismatch;
        }
        switch (asked.Method)
        {
            case "PUT":
                Put(project, name, asked.Json!.DeepClone().AsObject());
                return Reply.Done;
            case "PATCH":
                Json.Merge(thing, asked.Json!);
                return Reply.Done;
            case "DELETE":
                _things.Remove((project, name));
                return Reply.Done;
            default:
                return Reply.NotFound;
        }
    }

    private string UrlOf(string project, string name) =>
        $"/1.0/{words.Path}/{name}{(project == "default" ? "" : $"?project={project}")}";
}
