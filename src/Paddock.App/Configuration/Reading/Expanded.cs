namespace Paddock.App.Configuration.Reading;

/// <summary>What became of <c>${NAME}</c> in a value: the text, or what is wrong.</summary>
internal readonly record struct Expanded(string? Text, string Problem = "", string Remedy = "");
