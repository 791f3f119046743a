using System.Text.Json;

namespace Paddock.Tests.Support;

/// <summary>Files below <c>Fixtures/</c>, see the README beside each.</summary>
internal static class Fixture
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static JsonElement Json(string name) => JsonDocument.Parse(Bytes(name)).RootElement;

    /// <summary>An answer as GitHub's own documentation shows it.</summary>
    public static string Example(string operation, int status) => Json("openapi/rest-examples.json").EnumerateArray()
        .Single(example => example.GetProperty("operationId").GetString() == operation
            && example.GetProperty("kind").GetString() == $"response {status}")
        .GetProperty("value").GetRawText();
}
