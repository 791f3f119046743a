using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Paddock.App.Api;

namespace Paddock.App.Http.Description;

/// <summary>The schemas of the API's models, each once, the others pointing at it.</summary>
internal sealed class ModelSchemas
{
    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    /// <summary>Describes a model, and those it is made of; returns what points at it.</summary>
    public JsonObject Add(JsonTypeInfo model)
    {
        var name = model.Type.Name;
        if (!_schemas.ContainsKey(name))
        {
            // Held before it is filled, so that a model within itself would end.
            _schemas[name] = new JsonObject();
            _schemas[name] = model.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = Point,
            });
        }
        return Pointer(name);
    }

    public JsonObject ToJson() =>
        new(_schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));

    private JsonNode Point(JsonSchemaExporterContext context, JsonNode schema)
    {
        var isInner = context.Path.Length > 0 && context.TypeInfo.Type.Namespace == typeof(ApiJson).Namespace;
        if (!isInner)
        {
            return schema;
        }
        var pointer = Add(ApiJson.Default.GetTypeInfo(context.TypeInfo.Type)!);
        return schema["type"] is JsonArray
            ? new JsonObject { ["anyOf"] = new JsonArray(pointer, new JsonObject { ["type"] = "null" }) }
            : pointer;
    }

    private static JsonObject Pointer(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
