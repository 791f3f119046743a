using Paddock.App.Http;

namespace Paddock.App.Dashboard;

/// <summary>The dashboard's files, built into the executable: no file on disk can be swapped for them.</summary>
internal static class Pages
{
    private static readonly Dictionary<string, Answer> _files = new[]
    {
        Read("index.html", "text/html; charset=utf-8"),
        Read("login.html", "text/html; charset=utf-8"),
        Read("dashboard.js", "text/javascript; charset=utf-8"),
        Read("dashboard.css", "text/css; charset=utf-8"),
        Read("favicon.svg", "image/svg+xml"),
    }.ToDictionary(StringComparer.Ordinal);

    public static Answer? Find(string name) => _files.GetValueOrDefault(name);

    private static KeyValuePair<string, Answer> Read(string name, string type)
    {
        using var stream = typeof(Pages).Assembly.GetManifestResourceStream($"dashboard/{name}")
            ?? throw new InvalidOperationException($"dashboard/{name} was not built into the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new(name, new Answer(200, type, copy.ToArray()));
    }
}
