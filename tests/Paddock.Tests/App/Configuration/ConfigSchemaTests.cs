using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.App.Configuration;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Configuration;

public sealed class ConfigSchemaTests
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>(ConfigSchema.Write());

    [Theory]
    [MemberData(nameof(ExampleTests.Names), MemberType = typeof(ExampleTests))]
    public void Each_example_fits(string name) =>
        Check(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "examples", name))).ShouldBeEmpty();

    [Fact]
    public void What_the_tests_call_good_fits() => Check(ConfigDesk.Good).ShouldBeEmpty();

    [Theory]
    [InlineData("max_runners: 8", "max_runners: many")]
    [InlineData("max_runners: 8", "max_runners: 0")]
    [InlineData("max_runners: 8", "maxrunners: 8")]
    [InlineData("kind: docker", "kind: podman")]
    [InlineData("{kind: docker}", "{kind: docker, directory: /x}")]
    [InlineData("{kind: docker}", "{docker: none}")]
    [InlineData("memory: 4GiB", "memory: 4G")]
    [InlineData("- name: linux", "- timeouts: {idle: 30}")]
    [InlineData("scopes: [org:acme]", "scopes: {org: acme}")]
    [InlineData("fleet: acme-ci", "fleet: acme ci")]
    public void What_the_reader_refuses_does_not_fit(string old, string changed)
    {
        Check(ConfigDesk.Good.Replace(old, changed)).ShouldNotBeEmpty();
        new ConfigDesk().ReadWith(old, changed).Config.ShouldBeNull();
    }

    [Theory]
    [InlineData("max_runners: 8", "max_runners: ${MAX}")]
    [InlineData("memory: 4GiB", "memory: '${MEMORY}'")]
    [InlineData("scopes: [org:acme]", "scopes: org:acme")]
    public void A_variable_or_a_list_without_brackets_fits(string old, string changed) =>
        Check(ConfigDesk.Good.Replace(old, changed)).ShouldBeEmpty();

    [Fact]
    public void Every_mapping_is_closed_and_every_key_described()
    {
        var open = new List<string>();
        Walk(JsonNode.Parse(ConfigSchema.Write())!.AsObject(), "", open);
        open.ShouldBeEmpty();
    }

    private static void Walk(JsonObject schema, string at, List<string> open)
    {
        if ((string?)(schema["type"] as JsonValue) == "object" && schema["additionalProperties"] is null)
        {
            open.Add($"{at} is open");
        }
        foreach (var (name, value) in schema["properties"] as JsonObject ?? [])
        {
            if (name != "kind" && string.IsNullOrEmpty((string?)value!["description"]))
            {
                open.Add($"{at}/{name} has no description");
            }
        }
        foreach (var (name, value) in schema)
        {
            var parts = value is JsonArray array ? array.OfType<JsonObject>() : value is JsonObject one ? [one] : [];
            foreach (var part in parts)
            {
                Walk(part, $"{at}/{name}", open);
            }
        }
    }

    private static IReadOnlyList<string> Check(string yaml) =>
        new JsonSchema(Schema).Check(Schema, YamlAsJson.Read(yaml));
}
