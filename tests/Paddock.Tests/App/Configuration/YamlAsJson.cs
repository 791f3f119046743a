using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.App.Configuration.Reading;

namespace Paddock.Tests.App.Configuration;

/// <summary>A YAML text as the JSON an editor would check it as.</summary>
internal static class YamlAsJson
{
    public static JsonElement Read(string yaml)
    {
        var root = new YamlReader("test", _ => "x", new FaultList()).Read(yaml)!;
        return JsonSerializer.Deserialize<JsonElement>(Convert(root)!.ToJsonString());
    }

    private static JsonNode? Convert(ConfigNode node) => node switch
    {
        ConfigNode.Map map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Convert(e.Value)))),
        ConfigNode.List list => new JsonArray([.. list.Items.Select(Convert)]),
        ConfigNode.Scalar { IsNull: true } => null,
        ConfigNode.Scalar scalar when int.TryParse(scalar.Raw, out var number) => number,
        ConfigNode.Scalar scalar when double.TryParse(scalar.Raw, out var number) => number,
        ConfigNode.Scalar scalar when bool.TryParse(scalar.Raw, out var flag) => flag,
        ConfigNode.Scalar scalar => scalar.Raw,
        _ => throw new InvalidOperationException(),
    };
}
