using Microsoft.AspNetCore.WebUtilities;
using Paddock.App.Api;
using Paddock.App.Configuration;
using Paddock.Core.Facts;
using Paddock.Ports.Store;

namespace Paddock.App.Http;

/// <summary>Everything the admin API refuses with. The codes are part of the API: none is renamed or removed.</summary>
internal static class Problems
{
    public static Answer NotReady { get; } = Make(
        503, "not-ready", "Paddock has not looked at the fleet yet.",
        "Try again in a moment; /readyz?verbose says what is missing.");

    public static Answer NoSuchPath(string path, string? near) => Make(
        404, "no-such-path", $"There is nothing at {path}.",
        near is null ? "See /api/v1/openapi.json." : $"Did you mean {near}?");

    public static Answer WrongMethod(string method, string path, string allowed) => Make(
        405, "wrong-method", $"{path} does not take {method}.", $"Use {allowed}.");

    public static Answer NoSuchPool(string name, IReadOnlyList<string> pools) => Make(
        404, "no-such-pool", $"There is no pool '{name}'.", Suggestion.Of(name, pools, "There are no pools."));

    public static Answer NoSuchRunner(string name, IReadOnlyList<string> runners) => Make(
        404, "no-such-runner", $"There is no runner '{name}'.", Suggestion.Of(name, runners, "No runner is open now."));

    public static Answer RunnerGone(string name) => Make(
        409, "runner-gone", $"Runner '{name}' is gone already.", "There is nothing to do.");

    public static Answer NoSuchJob(string key) => Make(
        404, "no-such-job", $"No job '{key}' is known here.",
        "Known are jobs that concern a pool or ask for self-hosted, closed ones for as long as store.retention says.");

    public static Answer AmbiguousJob(string id, IEnumerable<string> keys) => Make(
        409, "ambiguous-job", $"More than one host has a job {id}.", $"Name the host: {string.Join(", ", keys)}.");

    public static Answer JobTaken(string key, bool isOver) => Make(
        409, isOver ? "job-done" : "job-runs", $"Job {key} {(isOver ? "is over" : "runs already")}.",
        isOver ? "Re-run it at GitHub if it is wanted again." : "Cancel it at GitHub if it is not wanted.");

    public static Answer JobGivenUp(string key) => Make(
        409, "job-given-up", $"Job {key} has waited for longer than GitHub lets a job wait.",
        "Re-run it at GitHub if it is still wanted.");

    public static Answer NoLog(string name) => Make(
        404, "no-log", $"No console log of '{name}' is kept.",
        "Logs are kept of machines that ended lately, where the provider can read a console.");

    public static Answer BadQuery(string name, string value, string remedy) => Make(
        400, "bad-query", $"'{value}' is no value for '{name}'.", remedy);

    public static Answer BadBody(string what) => Make(
        400, "bad-body", what, "Send nothing, or JSON like {\"by\": \"ann\"}.");

    public static Answer BadComparison(string what) => Make(
        400, "bad-body", what, "paddock config diff sends what is expected; docs/reference/openapi.json describes it.");

    public static Answer BadRequest(int status, string what) => Make(status, "bad-request", what, null);

    public static Answer TooManyStreams(int most) => Make(
        503, "too-many-streams", $"{most} event streams are open already.",
        "Close some, or ask /api/v1/status now and then.");

    public static Answer NoReload { get; } = Make(
        409, "no-reload", "There is no configuration that could be read again.", "Start Paddock with paddock run.");

    public static Answer BadConfiguration(IReadOnlyList<ConfigFault> faults) => Make(
        422, "bad-configuration",
        $"The configuration has errors, and the old one stays.\n{string.Join('\n', faults)}",
        "Mend what is named above; paddock validate shows whether it is enough.");

    public static Answer NeedsRestart(IReadOnlyList<string> paths) => Make(
        409, "needs-restart",
        $"These keys are read at start only, and the old configuration stays as a whole: {string.Join(", ", paths)}.",
        "Restart Paddock (machines and jobs go on meanwhile), or take these changes back.");

    public static Answer NoToken { get; } = Make(
        401, "no-token", "This address needs the admin token.",
        "Send 'Authorization: Bearer …', or open /login in a browser. The unix socket needs none.");

    public static Answer WrongToken { get; } = Make(
        401, "wrong-token", "That is not the admin token.",
        "It is what listen.admin's token says in the configuration.");

    public static Answer WrongHost(string host) => Make(
        421, "wrong-host", $"This address does not answer as '{host}'.",
        "Open it by its IP address, as localhost, or by this machine's name.");

    public static Answer CrossSite { get; } = Make(
        403, "cross-site", "Another site's page sent this request.", "Send the token as 'Authorization: Bearer …'.");

    public static Answer Store(StoreFaultException fault) => Make(
        503, $"store-{FactText.Code(fault.Kind)}", fault.Problem, fault.Remedy);

    public static Answer Defect { get; } = Make(
        500, "defect", "Paddock has a defect; its log tells more.",
        "Please report it with the log's lines of this moment.");

    private static Answer Make(int status, string code, string detail, string? remedy) => Answer.Of(new ProblemReply(
        $"urn:paddock:problem:{code}", ReasonPhrases.GetReasonPhrase(status), status, code, detail, remedy));
}
