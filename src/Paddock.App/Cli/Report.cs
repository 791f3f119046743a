using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.App.Configuration;

namespace Paddock.App.Cli;

/// <summary>
/// What a check found: the output of <c>validate</c>, <c>doctor</c>, <c>lint</c>, <c>store check</c> and <c>provider
/// check</c>.
/// </summary>
/// <param name="Ok">No finding is an error.</param>
internal sealed record Report(bool Ok, IReadOnlyList<ReportFinding> Findings)
{
    public static Report Of(IEnumerable<ReportFinding> findings)
    {
        var all = findings.ToList();
        return new Report(all.TrueForAll(finding => finding.Level != ReportFinding.Error), all);
    }

    [JsonIgnore]
    public ExitCode Code => Ok ? ExitCode.Ok : ExitCode.Failed;

    /// <summary>Shows it, with a last line for people.</summary>
    public void Write(Invocation invocation, string whenOk)
    {
        if (invocation.WantsData)
        {
            invocation.Write(JsonSerializer.SerializeToElement(this, ReportJson.Default.Report));
            return;
        }
        foreach (var finding in Findings)
        {
            invocation.Page.Write(finding.ToString());
        }
        var errors = Findings.Count(finding => finding.Level == ReportFinding.Error);
        invocation.Page.Write(Ok ? whenOk : $"{errors} error{(errors == 1 ? "" : "s")}.");
    }
}

/// <param name="Level">
/// <see cref="Error"/>, <see cref="Warning"/>, or <see cref="Note"/> for what is as it should be.
/// </param>
/// <param name="Place">What it is about: <c>paddock.yaml:12:5</c>, a provider's name, the store's path.</param>
internal sealed record ReportFinding(string Level, string Place, string Message, string? Remedy)
{
    public const string Error = "error";
    public const string Warning = "warning";
    public const string Note = "note";

    public override string ToString() => ConfigFault.Told(Place, Level, Message, Remedy);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
