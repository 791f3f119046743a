namespace Paddock.App.Composition;

/// <summary>Paddock does not start like this. One sentence about what is wrong, one about what to do.</summary>
internal sealed class StartRefusedException(string message, string remedy, Exception? inner = null)
    : Exception($"{message} {remedy}", inner)
{
    /// <summary>The message without its remedy, for whoever shows that on a line of its own.</summary>
    public string Problem { get; } = message;

    public string Remedy { get; } = remedy;
}
