using System.IO.Pipelines;

namespace Paddock.GitHub.Webhooks;

/// <summary>One POST to the webhook address, as far as a receiver needs to know it.</summary>
/// <param name="Connection">From the path <c>/webhook/{connection}</c>; <c>default</c> for the bare path.</param>
/// <param name="Header">The value of a header, whose name is compared without case; null when it is not there.</param>
/// <param name="ContentLength">What the sender announces; null when it announces nothing.</param>
/// <param name="Body">The raw bytes. They are signed, so nothing may have touched them.</param>
public sealed record WebhookRequest(
    string Connection, Func<string, string?> Header, string? ContentType, long? ContentLength, PipeReader Body);

/// <summary>What to answer, and what it was, for metrics.</summary>
/// <param name="Status">An HTTP status.</param>
/// <param name="Text">One short line; tells nothing to who has not proved to be GitHub.</param>
/// <param name="Event">The event's name if it is one we know, <c>other</c>, or empty before it was verified.</param>
/// <param name="Action">One of the actions we know, <c>other</c>, or empty.</param>
/// <param name="Observations">How many reports were handed on.</param>
public readonly record struct WebhookReply(
    int Status, string Text, string Event = "", string Action = "", int Observations = 0);
