namespace Paddock.App.Http;

/// <summary>A parameter after the question mark, for the description of the API.</summary>
internal sealed record RouteQuery(string Name, string Text, IReadOnlyList<string>? Values = null);
