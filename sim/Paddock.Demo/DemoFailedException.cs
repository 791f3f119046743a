namespace Paddock.Demo;

/// <summary>The demonstration cannot go on: one sentence, and what to do or where to look.</summary>
internal sealed class DemoFailedException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}
