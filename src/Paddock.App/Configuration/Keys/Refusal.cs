namespace Paddock.App.Configuration.Keys;

/// <summary>Why something that could be meant is not taken, and what to do instead.</summary>
internal sealed record Refusal(string Message, string Remedy);
