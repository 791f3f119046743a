using System.Text.Json;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub;

/// <summary>The checker that every request of these tests passes through, held against GitHub's own examples.</summary>
public sealed class OpenApiTests
{
    private const string Jit = "/repos/a/b/actions/runners/generate-jitconfig";

    private static readonly JsonElement Examples = Fixture.Json("openapi/rest-examples.json");

    private static readonly JsonElement Permissions =
        Fixture.Json("openapi/permissions.json").GetProperty("operations");

    public static TheoryData<string, string> Answers =>
    [
        .. Examples.EnumerateArray().Where(example => Kind(example).StartsWith("response", StringComparison.Ordinal))
            .Select(example => (Operation(example), Kind(example))),
    ];

    public static TheoryData<string> Requests =>
        [.. Examples.EnumerateArray().Where(example => Kind(example) == "request").Select(Operation)];

    [Theory]
    [MemberData(nameof(Answers))]
    public void GitHubs_examples_fit_its_description_but_for_those_marked(string operation, string kind)
    {
        var example = Find(operation, kind);
        var known = Permissions.GetProperty(operation);

        var problems = OpenApi.GitHub.CheckAnswer(
            known.GetProperty("method").GetString()!,
            known.GetProperty("path").GetString()!,
            int.Parse(kind.Split(' ')[1]),
            example.GetProperty("value").GetRawText());

        (problems.Count > 0).ShouldBe(example.TryGetProperty("invalid", out _), string.Join("; ", problems));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void GitHubs_request_examples_fit(string operation)
    {
        var known = Permissions.GetProperty(operation);
        var request = new SeenRequest(
            known.GetProperty("method").GetString()!, known.GetProperty("path").GetString()!, "",
            new Dictionary<string, string>(), Find(operation, "request").GetProperty("value").GetRawText());

        OpenApi.GitHub.CheckRequest(request).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/repos/a/b/actions/runners/", "", "", "no operation")]
    [InlineData("PUT", "/repos/a/b/actions/runners", "", "", "no operation")]
    [InlineData("GET", "/repos/a/b/actions/queued-jobs", "", "", "no operation")]
    [InlineData("GET", "/repos/a/b/actions/runs", "?state=queued", "", "no parameter state")]
    [InlineData("GET", "/repos/a/b/actions/runs", "?status=running", "", "not one of")]
    [InlineData("GET", "/repos/a/b/actions/runs", "?per_page=many", "", "not")]
    [InlineData("GET", "/repos/a/b/actions/runs", "", "{}", "a body where none belongs")]
    [InlineData("POST", Jit, "", """{"name":"a","runner_group_id":1}""", "lacks labels")]
    [InlineData("POST", Jit, "", """{"name":"a","runner_group_id":1,"labels":[]}""", "0 items")]
    [InlineData("POST", Jit, "", """{"name":"a","runner_group_id":"1","labels":["x"]}""", "not")]
    public void What_GitHub_would_not_take_is_found(
        string method, string path, string query, string body, string problem) =>
        string.Join("; ", OpenApi.GitHub.CheckRequest(new SeenRequest(
            method, path, query, new Dictionary<string, string>(), body))).ShouldContain(problem);

    private static JsonElement Find(string operation, string kind) => Examples.EnumerateArray()
        .First(example => Operation(example) == operation && Kind(example) == kind);

    private static string Operation(JsonElement example) => example.GetProperty("operationId").GetString()!;

    private static string Kind(JsonElement example) => example.GetProperty("kind").GetString()!;
}
