namespace Paddock.App.Http;

/// <summary>An address of the configuration cannot be listened on. Nothing listens then.</summary>
/// <param name="key">Its place in the configuration: <c>listen.public</c>.</param>
public sealed class ListenFaultException(string key, string message, string remedy, Exception? inner = null)
    : Exception($"{key}: {message} {remedy}", inner)
{
    public string Key { get; } = key;

    /// <summary>The message without its remedy, for whoever shows that on a line of its own.</summary>
    public string Problem { get; } = $"{key}: {message}";

    public string Remedy { get; } = remedy;
}
