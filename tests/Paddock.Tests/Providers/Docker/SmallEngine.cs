using System.Buffers.Text;
using System.Formats.Tar;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Docker;

/// <summary>
/// As much of a Docker Engine as the provider asks for, in memory: for what no real one does on demand, such as to fail
/// at one call. What a real one does is tried in <c>Paddock.RealTests</c>.
/// </summary>
internal sealed class SmallEngine : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _ids;

    /// <summary>Looks at each request first; what it answers is the answer.</summary>
    public Func<string, CancellationToken, Task<HttpResponseMessage?>>? Instead { get; set; }

    /// <summary>Method, path and query of every request, without the version.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The logins that came with requests, taken out of their wrapping.</summary>
    public List<string> Logins { get; } = [];

    public List<Container> Containers { get; } = [];

    /// <summary>Images by reference, oldest first; each is its own id.</summary>
    public List<string> Images { get; } = [];

    public int CountOf(string beginning)
    {
        lock (_lock)
        {
            return Requests.Count(request => request.StartsWith(beginning, StringComparison.Ordinal));
        }
    }

    public static HttpResponseMessage Answer(int status, string message = "") => new((HttpStatusCode)status)
    {
        Content = Json(new JsonObject { ["message"] = message }),
    };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.RequestUri!.PathAndQuery;
        var path = target.StartsWith("/v1.", StringComparison.Ordinal) ? target[target.IndexOf('/', 1)..] : target;
        var line = $"{request.Method} {path}";
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_lock)
        {
            Requests.Add(line);
            if (request.Headers.TryGetValues("X-Registry-Auth", out var logins))
            {
                Logins.AddRange(logins.Select(login => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(login))));
            }
        }
        if (Instead is { } instead && await instead(line, cancellationToken) is { } other)
        {
            return other;
        }
        lock (_lock)
        {
            return Respond(request.Method.Method, Uri.UnescapeDataString(path), body);
        }
    }

    private HttpResponseMessage Respond(string method, string path, byte[] body) => (method, path.Split('?')[0]) switch
    {
        (_, "/_ping") => Ping(),
        (_, "/info") => Ok(new JsonObject { ["NCPU"] = 8, ["MemTotal"] = 8L << 30, ["MemoryLimit"] = true }),
        (_, "/commit") => Commit(path),
        ("GET", "/images/json") => Ok(new JsonArray([.. Images
            .Where(image => image.StartsWith("paddock-runner:", StringComparison.Ordinal))
            .Select((image, at) => new JsonObject
            {
                ["Id"] = image, ["Created"] = at, ["RepoTags"] = new JsonArray(image),
            })])),
        ("GET", var at) when at.StartsWith("/images/", StringComparison.Ordinal) => Image(at["/images/".Length..^5]),
        ("DELETE", var at) when at.StartsWith("/images/", StringComparison.Ordinal) =>
            Answer(Images.Remove(at["/images/".Length..]) ? 200 : 404),
        ("POST", "/containers/create") => Create(path.Split("name=")[1], JsonNode.Parse(body)!),
        ("GET", "/containers/json") => Ok(new JsonArray([.. Containers
            .Where(one => JsonNode.Parse(path.Split("filters=")[1])!["label"]!.AsArray()
                .All(label => one.Wears((string)label!)))
            .Select(one => new JsonObject
            {
                ["Id"] = one.Id, ["Names"] = new JsonArray($"/{one.Name}"), ["State"] = one.Status,
                ["Labels"] = one.Labels.DeepClone(),
            })])),
        (_, var at) when at.StartsWith("/containers/", StringComparison.Ordinal) => OfOne(method, path, at),
        _ => Answer(404, $"No such path: {method} {path}"),
    };

    private HttpResponseMessage OfOne(string method, string path, string at)
    {
        var parts = at.Split('/');
        var one = Containers.FirstOrDefault(one => one.Id == parts[2] || one.Name == parts[2]);
        return (method, one, parts.ElementAtOrDefault(3)) switch
        {
            (_, null, _) => Answer(404, $"No such container: {parts[2]}"),
            ("DELETE", { Status: "running" }, _) when !path.Contains("force=1", StringComparison.Ordinal) =>
                Answer(409, "You cannot remove a running container."),
            ("DELETE", _, _) => Answer(Containers.Remove(one) ? 204 : 404),
            ("GET", _, "json") => Ok(new JsonObject
            {
                ["Id"] = one.Id, ["Name"] = $"/{one.Name}",
                ["State"] = new JsonObject { ["Status"] = one.Status },
                ["Config"] = new JsonObject { ["Labels"] = one.Labels.DeepClone() },
            }),
            ("HEAD", _, _) => Answer(path.EndsWith("/bin/bash", StringComparison.Ordinal) ? 200 : 404),
            ("GET", _, "archive") => new HttpResponseMessage { Content = new ByteArrayContent(Tar("")) },
            ("POST", _, "start") => Start(one),
            _ => Answer(200),
        };
    }

    private static HttpResponseMessage Start(Container one)
    {
        one.Status = "running";
        return Answer(204);
    }

    private HttpResponseMessage Create(string name, JsonNode body)
    {
        if (Containers.Any(one => one.Name == name))
        {
            return Answer(409, $"The container name \"/{name}\" is already in use");
        }
        var made = new Container($"id{++_ids}", name, body["Labels"]!.AsObject());
        Containers.Add(made);
        return Ok(new JsonObject { ["Id"] = made.Id });
    }

    private HttpResponseMessage Commit(string path)
    {
        var image = $"{path.Split("repo=")[1].Split('&')[0]}:{path.Split("tag=")[1].Split('&')[0]}";
        Images.Add(image);
        return Ok(new JsonObject { ["Id"] = image });
    }

    private HttpResponseMessage Image(string name) => Images.Contains(name)
        ? Ok(new JsonObject { ["Id"] = name, ["Architecture"] = "amd64" })
        : Answer(404, $"No such image: {name}");

    private static HttpResponseMessage Ping()
    {
        var answer = new HttpResponseMessage { Content = new StringContent("OK") };
        answer.Headers.Add("Api-Version", "1.41");
        return answer;
    }

    private static HttpResponseMessage Ok(JsonNode body) => new() { Content = Json(body) };

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static byte[] Tar(string text)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "file")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            });
        }
        return bytes.ToArray();
    }

    internal sealed class Container(string id, string name, JsonObject labels)
    {
        public string Id => id;

        public string Name => name;

        public JsonObject Labels => labels;

        public string Status { get; set; } = "created";

        public bool Wears(string label)
        {
            var (key, value) = label.Split('=', 2) is [var before, var after] ? (before, after) : (label, null);
            return labels.TryGetPropertyValue(key, out var worn) && (value is null || (string)worn! == value);
        }
    }
}
