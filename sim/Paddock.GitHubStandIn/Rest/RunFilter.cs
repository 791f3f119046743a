using System.Globalization;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>The filters of the list of runs. A status is one value: a run's status or its conclusion.</summary>
internal sealed class RunFilter
{
    private readonly List<Func<GitHubModel.GitHubModel, ModelRun, bool>> _rules = [];

    public bool IsEmpty => _rules.Count == 0;

    public static RunFilter Of(RestCall call)
    {
        var filter = new RunFilter();
        filter.Add(call.Query("status"), (model, run, wanted) =>
            model.StatusOf(run) is var (status, conclusion) && (status == wanted || conclusion == wanted));
        filter.Add(call.Query("branch"), (_, run, wanted) => run.Branch == wanted);
        filter.Add(call.Query("event"), (_, run, wanted) => run.Event == wanted);
        filter.Add(call.Query("actor"), (_, _, wanted) => wanted == UserJson.Sender);
        filter.Add(call.Query("head_sha"), (_, run, wanted) => Stamp.ShaOf(run.Id) == wanted);
        filter.Add(call.Query("check_suite_id"), (_, run, wanted) => run.CheckSuiteId.ToString() == wanted);
        filter.Add(call.Query("created"), (_, run, wanted) => IsWithin(run.CreatedAt, wanted));
        return filter;
    }

    public bool Lets(GitHubModel.GitHubModel model, ModelRun run) => _rules.TrueForAll(rule => rule(model, run));

    private void Add(string? wanted, Func<GitHubModel.GitHubModel, ModelRun, string, bool> rule)
    {
        if (wanted is not null)
        {
            _rules.Add((model, run) => rule(model, run, wanted));
        }
    }

    /// <summary>
    /// GitHub's range syntax: <c>&gt;=T</c>, <c>&gt;T</c>, <c>&lt;=T</c>, <c>&lt;T</c>, <c>A..B</c>, or a day.
    /// </summary>
    private static bool IsWithin(DateTimeOffset at, string range)
    {
        if (range.Split("..") is [var from, var to])
        {
            return (from == "*" || at >= Read(from)) && (to == "*" || at <= Read(to));
        }
        return range switch
        {
            ['>', '=', .. var text] => at >= Read(text),
            ['>', .. var text] => at > Read(text),
            ['<', '=', .. var text] => at <= Read(text),
            ['<', .. var text] => at < Read(text),
            _ => at.UtcDateTime.Date == Read(range).UtcDateTime.Date,
        };
    }

    /// <exception cref="BadRequestException">It is no time.</exception>
    private static DateTimeOffset Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new BadRequestException($"\"{text}\" is not a recognized date/time format.");
}
