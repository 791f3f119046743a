namespace Paddock.Providers.Calls;

/// <summary>One request to a server: what is asked, and how long the answer may take.</summary>
/// <param name="Path">With its query and a leading slash.</param>
internal sealed record ServerCall(HttpMethod Method, string Path, TimeSpan Limit)
{
    /// <summary>For what a server answers from memory or a database. Under load it may take seconds all the same.
    /// </summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    /// <summary>For what touches the disk: create, start, delete, unpacking.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    public HttpContent? Content { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// Get, put, patch and delete say what is to be, so that asking again settles what a lost answer left open. A post
    /// does not, and neither does a put that is a command: what was started twice would run twice.
    /// </summary>
    public bool IsRepeatable { get; init; } = Method != HttpMethod.Post;

    public static ServerCall Get(string path) => new(HttpMethod.Get, path, Short);

    public static ServerCall Delete(string path) => new(HttpMethod.Delete, path, Long);

    public static ServerCall Put(string path, HttpContent content) =>
        new(HttpMethod.Put, path, Long) { Content = content };

    public static ServerCall Post(string path, HttpContent? content = null) =>
        new(HttpMethod.Post, path, Long) { Content = content };
}
