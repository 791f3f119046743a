namespace Paddock.Providers.Lxd.Api;

/// <summary>One request: what is asked, and how long the answer may take.</summary>
/// <param name="Path">With its query, from <c>/1.0</c> on.</param>
internal sealed record LxdCall(HttpMethod Method, string Path, TimeSpan Limit)
{
    /// <summary>For what the server answers from its database. Under load it may take seconds all the same.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    /// <summary>For what touches an instance's disk.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    public HttpContent? Content { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Put, patch and delete say what is to be; only a post whose answer is lost leaves that open.</summary>
    public bool IsRepeatable => Method != HttpMethod.Post;

    public static LxdCall Get(string path) => new(HttpMethod.Get, path, Short);

    public static LxdCall Delete(string path) => new(HttpMethod.Delete, path, Long);

    public static LxdCall Put(string path, HttpContent content) =>
        new(HttpMethod.Put, path, Long) { Content = content };

    public static LxdCall Post(string path, HttpContent content) =>
        new(HttpMethod.Post, path, Long) { Content = content };
}
