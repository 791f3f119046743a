using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli;

/// <summary>The output of <c>paddock webhook</c>: a report, and what is where.</summary>
/// <param name="Ok">No finding is an error.</param>
internal sealed record WebhookReport(
    bool Ok, IReadOnlyList<WebhookLine> Webhooks, IReadOnlyList<ReportFinding> Findings)
{
    public static WebhookReport Of(IReadOnlyList<WebhookOutcome> outcomes)
    {
        var report = Report.Of(outcomes.SelectMany(outcome => outcome.Findings));
        return new WebhookReport(report.Ok, [.. outcomes.Select(outcome => outcome.Line)], report.Findings);
    }

    [JsonIgnore]
    public ExitCode Code => Ok ? ExitCode.Ok : ExitCode.Failed;

    public void Write(Invocation invocation)
    {
        if (invocation.WantsData)
        {
            invocation.Write(JsonSerializer.SerializeToElement(this, WebhookJson.Default.WebhookReport));
            return;
        }
        invocation.Page.Write(WebhooksTable.Of(Webhooks));
        foreach (var finding in Findings)
        {
            invocation.Page.Write(finding.ToString());
        }
    }
}

/// <summary>Our webhook at one scope.</summary>
/// <param name="Hook">Its number at GitHub; null when there is none.</param>
/// <param name="Did">
/// <c>created</c>, <c>repaired</c>, <c>unchanged</c>, <c>found</c>, <c>absent</c>, <c>rotated</c>, <c>put back</c>,
/// <c>removed</c>, <c>refused</c> or <c>by hand</c>.
/// </param>
/// <param name="Delivery">What came of the latest delivery, by GitHub's log; null when nobody looked.</param>
internal sealed record WebhookLine(string Scope, long? Hook, string Did, string? Delivery);

/// <summary>What a verb came to at one scope.</summary>
internal sealed record WebhookOutcome(WebhookLine Line, IReadOnlyList<ReportFinding> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookReport))]
internal sealed partial class WebhookJson : JsonSerializerContext;
