using Paddock.App.Configuration.Reading;

namespace Paddock.App.Cli.Lint;

/// <summary>
/// What the jobs of a workflow file ask for. Read by the configuration's own reader, so whatever a stranger writes into
/// a workflow costs no more than a configuration may.
/// </summary>
internal static class WorkflowFile
{
    /// <summary>GitHub refuses larger ones.</summary>
    private const int BytesMax = 1024 * 1024;

    public static IReadOnlyList<JobWish> Read(string path, FaultList faults)
    {
        switch (new DiskFiles().Read(Path.GetFullPath(path), BytesMax))
        {
            case FileReply.Absent:
                faults.Error(new(path), "", "There is no such file.", "Check how it is written.");
                return [];
            case FileReply.Unreadable unreadable:
                faults.Error(new(path), "", $"It cannot be read: {unreadable.Why}.", unreadable.Remedy);
                return [];
            case FileReply.Content content when ConfigText.Decode(content.Bytes, path, faults) is { } text:
                return Read(path, text, faults);
            default:
                return [];
        }
    }

    public static IReadOnlyList<JobWish> Read(string path, string text, FaultList faults)
    {
        var root = new YamlReader(path, _ => null, faults).Read(text);
        if (root is null)
        {
            return [];
        }
        if ((root as ConfigNode.Map)?.Find("jobs") is not ConfigNode.Map jobs)
        {
            faults.Warn(root.Place, "", "This is no workflow: it has no jobs.", "Name workflow files only.");
            return [];
        }
        return [.. jobs.Entries.SelectMany(WishesOf)];
    }

    /// <summary>None for a job that calls another workflow: that one's jobs have their own file.</summary>
    private static IEnumerable<JobWish> WishesOf(ConfigNode.Entry job)
    {
        if ((job.Value as ConfigNode.Map)?.Find("runs-on") is not { } runsOn)
        {
            return [];
        }
        if (!Expression.IsIn(runsOn))
        {
            return [WishOf(job.Key, runsOn, Combination.Empty)];
        }
        var strategy = ((ConfigNode.Map)job.Value).Find("strategy") as ConfigNode.Map;
        return Matrix.Of(strategy?.Find("matrix")) is { } combinations
            ? combinations.Select(combination => WishOf(job.Key, runsOn, combination)).Distinct()
            : [new JobWish.Unclear(job.Key, runsOn.Place, "its matrix is not written out, or is too large")];
    }

    private static JobWish WishOf(string job, ConfigNode runsOn, Combination combination) =>
        RunsOn.Of(runsOn, combination) is var (labels, group)
            ? new JobWish.Clear(job, runsOn.Place, labels, group)
            : new JobWish.Unclear(job, runsOn.Place, "its runs-on is made by an expression, or is none");
}
