namespace Paddock.App.Configuration.Reading;

/// <summary>The answer to a read.</summary>
internal abstract record FileReply
{
    internal sealed record Content(byte[] Bytes) : FileReply;

    internal sealed record Absent : FileReply;

    /// <param name="Why">Part of a sentence: "access is denied".</param>
    /// <param name="Remedy">A sentence.</param>
    internal sealed record Unreadable(string Why, string Remedy) : FileReply;
}
