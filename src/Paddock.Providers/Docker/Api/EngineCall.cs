namespace Paddock.Providers.Docker.Api;

/// <summary>One request: what is asked, and how long the answer may take.</summary>
/// <param name="Path">Behind the version, with a leading slash.</param>
internal sealed record EngineCall(HttpMethod Method, string Path, TimeSpan Limit)
{
    /// <summary>For what the engine answers from memory. Under load it may take seconds all the same.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    /// <summary>For what touches the disk: create, start, delete, unpacking.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    public HttpContent? Content { get; init; }

    /// <summary>The login for a registry; null for none.</summary>
    public string? RegistryAuth { get; init; }

    /// <summary>A create or start whose answer is lost may have been done; anything else is safe to repeat.</summary>
    public bool IsRepeatable => Method != HttpMethod.Post;

    public static EngineCall Get(string path) => new(HttpMethod.Get, path, Short);

    public static EngineCall Delete(string path) => new(HttpMethod.Delete, path, Long);

    public static EngineCall Post(string path, HttpContent? content = null) =>
        new(HttpMethod.Post, path, Long) { Content = content };
}
