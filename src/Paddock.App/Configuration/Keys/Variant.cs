namespace Paddock.App.Configuration.Keys;

/// <summary>One word behind a discriminator, and the keys that come with it.</summary>
internal sealed record Variant(string Word, string Doc, Shape.Section Section);
