using System.Globalization;
using System.Text.RegularExpressions;

namespace Paddock.App.Cli.Client;

/// <summary>A job as a person names it: its id, <c>host/id</c>, or the address of its page at GitHub.</summary>
/// <param name="Host">Null when the id alone was given.</param>
internal sealed partial record JobWord(string? Host, long Id)
{
    /// <summary>The request that asks for it.</summary>
    public string Path => string.Create(
        CultureInfo.InvariantCulture, $"jobs/{(Host is null ? "" : $"{Uri.EscapeDataString(Host)}/")}{Id}");

    /// <exception cref="CliFaultException">It is none of them.</exception>
    public static JobWord Parse(string text)
    {
        if (Bare().Match(text) is { Success: true } bare && TryId(bare.Groups["id"].Value, out var id))
        {
            return new JobWord(bare.Groups["host"] is { Success: true } host ? host.Value : null, id);
        }
        if (Page().Match(text) is { Success: true } page && TryId(page.Groups["id"].Value, out id))
        {
            return new JobWord(page.Groups["host"].Value, id);
        }
        var remedy = RunPage().IsMatch(text)
            ? "That is the page of a run; open one of its jobs and copy that address."
            : "Write its id, host/id, or the address of its page: "
                + "https://github.com/OWNER/REPO/actions/runs/RUN/job/ID.";
        throw new CliFaultException(ExitCode.Usage, $"{text} names no job.", remedy);
    }

    private static bool TryId(string text, out long id) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    [GeneratedRegex(@"^(?:(?<host>[A-Za-z0-9.:-]+)/)?(?<id>[0-9]+)$")]
    private static partial Regex Bare();

    // https://github.com/acme/app/actions/runs/123/job/456#step:3:1
    [GeneratedRegex(
        "^https?://(?<host>[^/@]+)/[^/]+/[^/]+/actions/runs/[0-9]+(?:/attempts/[0-9]+)?/jobs?/(?<id>[0-9]+)")]
    private static partial Regex Page();

    [GeneratedRegex(@"^https?://[^/]+/[^/]+/[^/]+/actions/runs/[0-9]+")]
    private static partial Regex RunPage();
}
