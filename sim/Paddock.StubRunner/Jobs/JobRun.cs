using System.Text.Json.Nodes;
using Paddock.StubRunner.Protocol;

namespace Paddock.StubRunner.Jobs;

/// <summary>Why a job is being cut short.</summary>
internal enum JobEnd
{
    None,

    /// <summary>The service said so: the job is cancelled.</summary>
    Cancelled,

    /// <summary>The runner is being shut down: the job has failed.</summary>
    Shutdown,

    /// <summary>The job could not be renewed: somebody else may have it by now.</summary>
    Abandoned,
}

/// <summary>
/// One job from its message to <c>completejob</c>: its steps one after the other, their logs, the result.
/// </summary>
internal sealed class JobRun : IDisposable
{
    private static readonly TimeSpan CompleteRetry = TimeSpan.FromSeconds(5);

    private readonly JobTicket _ticket;
    private readonly Results _results;
    private readonly JobEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly List<JobStep> _steps = [];
    private readonly CancellationTokenSource _cut = new();
    private JobEnd _end;

    public JobRun(JobTicket ticket, Results results, JobEnvironment environment, TimeProvider time)
    {
        _ticket = ticket;
        _results = results;
        _environment = environment;
        _time = time;
        AddSteps();
    }

    public string Id => _ticket.JobId;

    /// <summary>Why it was cut short, if it was.</summary>
    public JobEnd Reason => _end;

    /// <summary>Cuts the job short; the first reason counts.</summary>
    public void End(JobEnd reason)
    {
        if (_end == JobEnd.None)
        {
            _end = reason;
            _cut.Cancel();
        }
    }

    /// <summary>Runs to the end, whatever happens, and reports it.</summary>
    public async Task<JobResult> RunAsync()
    {
        await _results.ReportAsync(_steps, CancellationToken.None);
        foreach (var step in _steps)
        {
            await DoAsync(step);
        }
        var result = ResultOf();
        await UploadJobLogAsync();
        await CompleteAsync(result);

        // To the listener a job that was cut short by a shutdown looks cancelled; to the service it has failed.
        return _end == JobEnd.Shutdown ? JobResult.Canceled : result;
    }

    public void Dispose() => _cut.Dispose();

    private void AddSteps()
    {
        Add("Set up job", null, "always()");
        AddHook("Set up runner", "ACTIONS_RUNNER_HOOK_JOB_STARTED", "success()");
        foreach (var step in _ticket.Message["steps"] as JsonArray ?? [])
        {
            var script = ScriptOf(step!);
            var name = step!["displayNameToken"] is JsonValue given ? given.ToString() : $"Run {script.Split('\n')[0]}";
            Add(name, script, (string?)step["condition"] ?? "success()", (string?)step["id"]);
        }
        AddHook("Complete runner", "ACTIONS_RUNNER_HOOK_JOB_COMPLETED", "always()");
        Add("Complete job", null, "always()");
    }

    private void AddHook(string name, string variable, string condition)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path)
        {
            // By a shell and not by itself: a hook needs no permission to be executed.
            var quoted = $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            Add(name, $"exec $(command -v bash || command -v sh) -e {quoted}", condition);
        }
    }

    private void Add(string name, string? script, string condition, string? id = null) => _steps.Add(
        new JobStep(id ?? Ids.New().ToString(), _steps.Count + 1, name, script, _time) { Condition = condition });

    private static string ScriptOf(JsonNode step) => (step["inputs"]?["map"] as JsonArray ?? [])
        .Where(pair => (string?)pair!["key"] == "script")
        .Select(pair => pair!["value"]!.ToString())
        .FirstOrDefault("");

    private async Task DoAsync(JobStep step)
    {
        if (!IsWanted(step))
        {
            step.End(_end == JobEnd.None ? StepOutcome.Skipped : StepOutcome.Canceled);
            return;
        }
        step.Start();
        await _results.ReportAsync([step], CancellationToken.None);
        step.End(step.Script is null ? DoOwn(step) : await DoScriptAsync(step));
        await _results.UploadStepAsync(step, CancellationToken.None);
        await _results.ReportAsync([step], CancellationToken.None);
    }

    private bool IsWanted(JobStep step) => step.Condition switch
    {
        "always()" => true,
        "failure()" => _steps.Exists(other => other.Outcome == StepOutcome.Failed),
        "cancelled()" => _end == JobEnd.Cancelled,
        _ => _end == JobEnd.None && !_steps.Exists(other => other.Outcome == StepOutcome.Failed),
    };

    private StepOutcome DoOwn(JobStep step)
    {
        if (step == _steps[0])
        {
            step.Log.Write($"Runner name: '{_environment.RunnerName}'");
            step.Log.Write($"Machine name: '{Environment.MachineName}'");
            step.Log.Write($"Complete job name: {_ticket.DisplayName}");
        }
        else
        {
            step.Log.Write("Cleaning up orphan processes");
            Orphans.End(_environment.TrackingId, step.Log.Write);
        }
        return StepOutcome.Succeeded;
    }

    private async Task<StepOutcome> DoScriptAsync(JobStep step)
    {
        var (script, variables) = _environment.Prepare(step);
        WriteHead(step);
        var process = StepProcess.Start(script, _environment.Workspace, variables);
        var code = await process.RunAsync(
            step.Log.Write, _time, step.Condition == "always()" ? CancellationToken.None : _cut.Token);
        if (_end == JobEnd.Cancelled && code != 0)
        {
            step.Log.Write("##[error]The operation was canceled.");
            return StepOutcome.Canceled;
        }
        if (_end == JobEnd.Shutdown && code != 0)
        {
            step.Log.Write("##[error]The runner has received a shutdown signal.");
        }
        else if (code != 0)
        {
            step.Log.Write($"##[error]Process completed with exit code {code}.");
        }
        _environment.TakeOver(variables);
        return code == 0 ? StepOutcome.Succeeded : StepOutcome.Failed;
    }

    /// <summary>The script itself, in the colour GitHub's pages know, under its first line.</summary>
    private static void WriteHead(JobStep step)
    {
        var lines = step.Script!.TrimEnd('\n').Split('\n');
        step.Log.Write($"##[group]Run {lines[0]}");
        foreach (var line in lines)
        {
            step.Log.Write($"\e[36;1m{line}\e[0m");
        }
        step.Log.Write("##[endgroup]");
    }

    private JobResult ResultOf() => _end switch
    {
        JobEnd.Cancelled or JobEnd.Abandoned => JobResult.Canceled,
        JobEnd.Shutdown => JobResult.Failed,
        _ => _steps.Exists(step => step.Outcome == StepOutcome.Failed) ? JobResult.Failed : JobResult.Succeeded,
    };

    private async Task UploadJobLogAsync()
    {
        var whole = new StepLog(_time);
        foreach (var step in _steps)
        {
            whole.Append(step.Log);
        }
        await _results.UploadJobAsync(whole, CancellationToken.None);
    }

    private async Task CompleteAsync(JobResult result)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var status = await _ticket.CompleteAsync(
                    result, new JsonArray([.. _steps.Select(step => (JsonNode)step.Final())]), CancellationToken.None);
                if (status is (>= 200 and < 300) or 404)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // The service may be back in a moment.
            }
            if (attempt == 5)
            {
                return;
            }
            await Task.Delay(CompleteRetry, _time, CancellationToken.None);
        }
    }
}
