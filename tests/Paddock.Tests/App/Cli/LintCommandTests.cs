using System.Text.Json.Nodes;

namespace Paddock.Tests.App.Cli;

/// <summary><c>paddock lint</c> over workflows on disk, held against three pools.</summary>
public sealed class LintCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-lint-").FullName;

    public LintCommandTests() => File.WriteAllText(Path.Combine(_directory, "paddock.yaml"),
        """
        fleet: acme-ci
        github: {token: ghp_0123456789, webhook: {secret: s3cret}}
        providers:
          here: {kind: process}
        pools:
          - {name: linux, scopes: [org:acme], labels: [self-hosted, linux, x64], offers: [{provider: here}]}
          - {name: arm, scopes: [org:acme], labels: [self-hosted, linux, arm64], offers: [{provider: here}]}
          - {name: gpu, scopes: ["repo:acme/app"], labels: [self-hosted, linux, gpu], offers: [{provider: here}]}
        repositories: [{match: acme/secret, allow: false}]
        """);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("self-hosted", 0, "note: pool linux serves [self-hosted], then arm, gpu.")]
    [InlineData("Linux,GPU", 0, "note: pool gpu serves [Linux, GPU].")]
    [InlineData("ubuntu-latest", 0, "note: [ubuntu-latest] is GitHub's own.")]
    [InlineData("macos-15-xlarge", 0, "note: [macos-15-xlarge] is GitHub's own.")]
    [InlineData("my-big-one", 0, "warning: no pool serves [my-big-one]; the nearest, pool linux, lacks [my-big-one].")]
    [InlineData("self-hosted,amr64", 1,
        "error: no pool serves [self-hosted, amr64]; the nearest, pool linux, lacks [amr64].")]
    [InlineData("self-hosted,linux,x46", 1,
        "error: no pool serves [self-hosted, linux, x46]; the nearest, pool linux, lacks [x46] (did you mean x64?).")]
    public async Task Labels_are_told_their_pool_or_the_exact_difference(string labels, int code, string told)
    {
        (await RunAsync("--labels", labels, "--repository", "acme/app")).ShouldBe(code, _bench.Error);

        _bench.Out.ShouldStartWith($"--labels: {told}");
    }

    [Theory]
    [InlineData("acme/other", "the nearest, pool linux, lacks [gpu].")]
    [InlineData("elsewhere/app", "the nearest, pool gpu, has no scope that covers elsewhere/app.")]
    public async Task A_repository_outside_of_the_scope_is_told(string repository, string told)
    {
        (await RunAsync("--labels", "self-hosted,gpu", "--repository", repository)).ShouldBe(1);

        _bench.Out.ShouldContain(told);
    }

    [Theory]
    [InlineData("acme/secret", "", "a rule keeps acme/secret from the runners of [self-hosted].")]
    [InlineData("acme/app", "--public", "acme/app is public, and no rule lets it use the runners of [self-hosted].")]
    public async Task A_repository_that_the_rules_keep_out_is_told(string repository, string more, string told)
    {
        string[] words = ["--labels", "self-hosted", "--repository", repository];

        (await RunAsync(more.Length > 0 ? [.. words, more] : words)).ShouldBe(1);

        _bench.Out.ShouldContain($"error: {told}");
    }

    [Fact]
    public async Task Each_form_of_runs_on_is_read_with_its_place()
    {
        var file = Write(
            """
            on: push
            jobs:
              text: {runs-on: self-hosted}
              list:
                runs-on: [self-hosted, arm64]
              labels:
                runs-on:
                  group: default
                  labels: [gpu]
              wrong-group:
                runs-on: {group: others, labels: gpu}
              group-alone:
                runs-on: {group: default}
              foreign-group:
                runs-on: {group: larger-runners}
              called: {uses: ./.github/workflows/other.yml}
            """);

        (await RunAsync(file, "--repository", "acme/app")).ShouldBe(1);

        Lines().ShouldBe(
        [
            $"{file}:3:19: note: job text: pool linux serves [self-hosted], then arm, gpu.",
            $"{file}:5:14: note: job list: pool arm serves [self-hosted, arm64].",
            $"{file}:8:7: note: job labels: pool gpu serves [gpu].",
            $"{file}:11:14: error: job wrong-group: pool gpu has [gpu] in runner group default, and the job takes "
                + "runners of group others only.",
            "    Give both the same group.",
            $"{file}:13:14: error: job group-alone: it names only runner group default, which GitHub does not tell "
                + "Paddock.",
            "    Name labels beside it, like labels: [self-hosted, linux, x64].",
            $"{file}:15:14: note: job foreign-group: runner group larger-runners is of no pool.",
            "2 errors.",
        ]);
    }

    [Theory]
    [InlineData("{os: [linux, gpu]}", "${{ matrix.os }}", "[linux]", "[gpu]")]
    [InlineData("{os: [linux, gpu], n: [1, 2]}", "${{ matrix.OS }}", "[linux]", "[gpu]")]
    [InlineData("{os: [linux, gpu], n: [1, 2], exclude: [{os: gpu}]}", "${{ matrix.os }}", "[linux]")]
    [InlineData("{os: [linux], include: [{os: gpu}]}", "${{ matrix.os }}", "[linux]", "[gpu]")]
    [InlineData("{os: [linux], include: [{cpu: x64}]}", "['${{ matrix.os }}', '${{ matrix.cpu }}']", "[linux, x64]")]
    [InlineData("{include: [{on: linux}, {on: gpu}]}", "${{ matrix.on }}", "[linux]", "[gpu]")]
    [InlineData("{at: [{on: [self-hosted, gpu]}, {on: gpu}]}", "${{ matrix.at.on }}", "[self-hosted, gpu]", "[gpu]")]
    [InlineData("{on: [[linux, x64]]}", "${{ matrix.on }}", "[linux, x64]")]
    [InlineData("{cpu: [x]}", "${{ matrix.cpu }}64", "[x64]")]
    [InlineData("{cpu: [x64]}", "${{ matrix.on || 'linux' }}", "[linux]")]
    [InlineData("{os: [linux], v: '${{ fromJSON(inputs.v) }}'}", "${{ matrix.os }}", "[linux]")]
    public async Task A_matrix_that_is_written_out_is_resolved(string matrix, string runsOn, params string[] labels)
    {
        var file = WriteMatrix(matrix, runsOn);

        (await RunAsync(file, "--repository", "acme/app")).ShouldBe(0, _bench.Out);

        var told = Lines().SkipLast(1).ToList();
        told.Count.ShouldBe(labels.Length);
        told.Zip(labels).ShouldAllBe(pair => pair.First.Contains($"serves {pair.Second}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'${{ fromJSON(needs.plan.outputs.m) }}'", "${{ matrix.os }}")]
    [InlineData("{os: [linux], include: '${{ fromJSON(x) }}'}", "${{ matrix.os }}")]
    [InlineData("{v: '${{ inputs.v }}', os: [linux], exclude: [{v: 1}]}", "${{ matrix.os }}")]
    [InlineData("{os: ['${{ inputs.os }}']}", "${{ matrix.os }}")]
    [InlineData("{os: [linux]}", "${{ inputs.os }}")]
    [InlineData("{os: [linux]}", "${{ matrix.os == 'linux' && 'a' || 'b' }}")]
    [InlineData("{os: [linux]}", "${{ matrix.os")]
    public async Task What_only_GitHub_knows_is_said_not_to_be_decidable(string matrix, string runsOn)
    {
        var file = WriteMatrix(matrix, runsOn);

        (await RunAsync(file, "--repository", "acme/app")).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("note: job build: not decidable here: ");
    }

    [Fact]
    public async Task A_matrix_of_billions_costs_nothing()
    {
        var axes = string.Join(", ", Enumerable.Range(0, 40).Select(i => $"a{i}: [1, 2, 3, 4, 5, 6, 7, 8, 9]"));
        var file = WriteMatrix($"{{{axes}}}", "${{ matrix.a1 }}");

        (await RunAsync(file, "--repository", "acme/app")).ShouldBe(0);

        _bench.Out.ShouldContain("not decidable here");
    }

    [Fact]
    public async Task Thousands_of_includes_that_join_hundreds_of_jobs_cost_little()
    {
        var numbers = string.Join(", ", Enumerable.Range(0, 240));
        var includes = string.Join(", ", Enumerable.Range(0, 3000).Select(i => $"{{k{i}: gpu}}"));
        var file = WriteMatrix($"{{n: [{numbers}], include: [{includes}]}}", "${{ matrix.k2999 }}");

        // It keeps the thread that it is called on; the limit has to wait on another.
        var token = TestContext.Current.CancellationToken;
        var lint = Task.Run(() => RunAsync(file, "--repository", "acme/app"), token);
        (await lint.WaitAsync(TimeSpan.FromSeconds(20), token)).ShouldBe(0);

        Lines()[0].ShouldEndWith("pool gpu serves [gpu].");
    }

    [Theory]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a]", "is no workflow")]
    [InlineData("jobs: [", "This is not YAML")]
    [InlineData("jobs:\n  a: {runs-on: !python/object x}", "The tag")]
    public async Task What_is_no_workflow_is_told_with_its_place(string text, string told)
    {
        var file = Write(text);

        await RunAsync(file, "--repository", "acme/app");

        _bench.Out.ShouldStartWith($"{file}:");
        _bench.Out.ShouldContain(told);
    }

    [Fact]
    public async Task Names_of_strangers_cannot_steer_a_terminal()
    {
        var file = Write("jobs:\n  \"a\\e[2Jb\": {runs-on: \"self-hosted\\e[2J\"}");

        (await RunAsync(file, "--repository", "acme/app")).ShouldBe(0);

        _bench.Out.ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_directory_means_its_workflows_in_order()
    {
        var workflows = Directory.CreateDirectory(Path.Combine(_directory, ".github", "workflows")).FullName;
        File.WriteAllText(Path.Combine(workflows, "b.yaml"), "jobs: {two: {runs-on: gpu}}");
        File.WriteAllText(Path.Combine(workflows, "a.yml"), "jobs: {one: {runs-on: gpu}}");
        File.WriteAllText(Path.Combine(workflows, "README.md"), "# Not this");

        (await RunAsync(_directory, "--repository", "acme/app", "-o", "json")).ShouldBe(0, _bench.Error);

        JsonNode.Parse(_bench.Out)!["findings"]!.AsArray().Select(finding => (string)finding!["place"]!).ShouldBe(
            [$"{Path.Combine(workflows, "a.yml")}:1:23", $"{Path.Combine(workflows, "b.yaml")}:1:23"]);
    }

    [Fact]
    public async Task A_matrix_of_more_jobs_than_GitHub_makes_is_said_to_be_too_large()
    {
        var path = Path.Combine(_directory, "ci.yml");
        File.WriteAllText(path, $$$"""
            jobs:
              one:
                strategy: {matrix: {os: [{{{string.Join(", ", Enumerable.Range(0, 257))}}}]}}
                runs-on: ${{ matrix.os }}
            """);

        await RunAsync(path, "--repository", "acme/app");

        _bench.Out.ShouldContain("its matrix is not written out, or is too large");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        (await RunAsync("nowhere.yml", "--repository", "acme/app")).ShouldBe(1);

        _bench.Out.ShouldStartWith("nowhere.yml: error: There is no such file.");
    }

    [Fact]
    public async Task Inside_of_Actions_the_repository_is_known()
    {
        _bench.Environment["GITHUB_REPOSITORY"] = "acme/secret";

        (await RunAsync("--labels", "self-hosted")).ShouldBe(1);

        _bench.Out.ShouldContain("acme/secret");
    }

    [Fact]
    public async Task What_is_no_repository_is_a_slip_of_the_command_line()
    {
        (await RunAsync("--labels", "self-hosted", "--repository", "acme")).ShouldBe(2);

        _bench.Error.ShouldEndWith("paddock: acme is no repository.\n  Name it like --repository acme/app.\n");
    }

    private List<string> Lines() => [.. _bench.Out.TrimEnd('\n').Split('\n')];

    private string WriteMatrix(string matrix, string runsOn) => Write(
        $"""
        jobs:
          build:
            strategy:
              matrix: {matrix}
            runs-on: {runsOn}
        """);

    private string Write(string text)
    {
        var file = Path.Combine(_directory, "ci.yml");
        File.WriteAllText(file, text);
        return file;
    }

    private Task<int> RunAsync(params string[] words) =>
        _bench.RunAsync(["lint", .. words, "--config", Path.Combine(_directory, "paddock.yaml")]);
}
