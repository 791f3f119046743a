using System.Text;
using Paddock.App.Configuration;
using Paddock.App.Configuration.Import;
using Paddock.App.Configuration.Reading;

namespace Paddock.Tests.App.Configuration.Import;

/// <summary>Takes over a text of another system, and reads what came of it as Paddock would.</summary>
internal sealed class ImportBench
{
    private const string File = "foreign.yml";

    public ConfigDesk Desk { get; } = new()
    {
        Variables =
        {
            ["GITHUB_TOKEN"] = "ghp_x", ["GITHUB_WEBHOOK_SECRET"] = "hook_x",
            ["RUNNER_PROXY"] = "http://a:b@proxy:3128",
        },
    };

    /// <summary>What was told, without places.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public string? Text { get; private set; }

    /// <summary>The configuration, which has no error.</summary>
    public PaddockConfig Import(ForeignSystem system, string yaml, params IReadOnlyList<string> scopes)
    {
        Try(system, yaml, scopes);
        return ConfigDesk.Accepted(Desk.Read(Text.ShouldNotBeNull(string.Join('\n', Notes))));
    }

    public void Try(ForeignSystem system, string yaml, params IReadOnlyList<string> scopes)
    {
        Desk.Files[$"/srv/{File}"] = Encoding.UTF8.GetBytes(yaml);
        var faults = new FaultList();
        Text = Importing.ToText(system, Desk.Request, File, scopes, faults);
        Notes = [.. faults.Sorted.Select(fault => $"{fault.Message} {fault.Remedy}")];
    }
}
