using System.Text.Json.Nodes;

namespace Paddock.StubRunner.Jobs;

/// <summary>The folders and variables a job's steps see, and what steps pass on to each other by files.</summary>
internal sealed class JobEnvironment
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly string _temp;

    public JobEnvironment(JsonObject message, RunnerRoot root, Settings settings)
    {
        var work = root.At(settings.WorkFolder);
        _temp = Path.Combine(work, "_temp");
        var github = Scalars(message["contextData"]?["github"]);
        var name = Path.GetFileName(github.GetValueOrDefault("repository", "job"));
        Workspace = Path.Combine(work, name, name);
        RunnerName = settings.AgentName;
        TrackingId = $"github_{Ids.New()}";
        Directory.CreateDirectory(Workspace);
        Directory.CreateDirectory(_temp);
        foreach (var (key, value) in github)
        {
            _variables[$"GITHUB_{key.ToUpperInvariant()}"] = value;
        }
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_WORKSPACE"] = Workspace,
            ["RUNNER_NAME"] = settings.AgentName,
            ["RUNNER_OS"] = "Linux",
            ["RUNNER_ARCH"] = "X64",
            ["RUNNER_ENVIRONMENT"] = "self-hosted",
            ["RUNNER_TEMP"] = _temp,
            ["RUNNER_TOOL_CACHE"] = Path.Combine(work, "_tool"),
            ["RUNNER_WORKSPACE"] = Path.Combine(work, name),
            [Orphans.TrackingVariable] = TrackingId,
        })
        {
            _variables[key] = value;
        }
    }

    public string Workspace { get; }

    public string RunnerName { get; }

    public string TrackingId { get; }

    /// <summary>
    /// Writes a step's script, and the variables it runs with: fresh files for what it wants to pass on.
    /// </summary>
    public (string ScriptFile, IReadOnlyDictionary<string, string> Variables) Prepare(JobStep step)
    {
        var script = Path.Combine(_temp, $"{Ids.New()}.sh");
        File.WriteAllText(script, step.Script + "\n");
        var variables = new Dictionary<string, string>(_variables);
        foreach (var name in (string[])["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
        {
            variables[name] = Path.Combine(_temp, $"{name.ToLowerInvariant()}_{step.Id}");
            File.WriteAllText(variables[name], "");
        }
        return (script, variables);
    }

    /// <summary>Takes over what a step has written for those after it.</summary>
    public void TakeOver(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var line in File.ReadLines(variables["GITHUB_ENV"]))
        {
            if (line.Split('=', 2) is [{ Length: > 0 } name, var value])
            {
                _variables[name] = value;
            }
        }
        foreach (var folder in File.ReadLines(variables["GITHUB_PATH"]))
        {
            var before = _variables.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH");
            _variables["PATH"] = $"{folder}:{before}";
        }
    }

    /// <summary>The texts of a context object, which is written as <c>{t: 2, d: [{k, v}]}</c>.</summary>
    private static Dictionary<string, string> Scalars(JsonNode? context)
    {
        var scalars = new Dictionary<string, string>();
        foreach (var entry in context?["d"] as JsonArray ?? [])
        {
            if (entry?["v"] is JsonValue value)
            {
                scalars[(string)entry["k"]!] = value.ToString();
            }
        }
        return scalars;
    }
}
