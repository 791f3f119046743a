using Paddock.Core.Labels;
using Paddock.Core.Model;

namespace Paddock.Ports.Forge;

/// <summary>
/// A ticket for a GitHub without JIT configurations: what the runner's own <c>config.sh</c> needs to register itself,
/// as one file of <c>KEY=value</c> lines. The start script reads it, deletes it, and only then configures and starts
/// the runner (<c>Providers/Bootstrap/RegistrationScript</c>).
/// </summary>
/// <remarks>
/// Weaker than a JIT configuration: for an hour the token can register any number of runners in its scope, so whatever
/// runs in the machine before the start script must be trusted.
/// </remarks>
public static class RegistrationTicket
{
    public const string FileName = ".registration";

    /// <param name="url">Of the repository, organization or enterprise, as people open it.</param>
    /// <param name="group">Null for the default one, and at a repository, which has no other.</param>
    public static Ticket Of(Uri url, RunnerName name, LabelSet labels, string? group, Secret token)
    {
        List<(string Key, string Value)> lines =
        [
            ("URL", url.AbsoluteUri),
            ("NAME", name.Value),
            ("LABELS", string.Join(',', labels.Texts)),
            ("TOKEN", token.Reveal()),
        ];
        if (group is not null)
        {
            lines.Add(("RUNNERGROUP", group));
        }
        var text = string.Concat(lines.Select(line => $"{line.Key}={line.Value}\n"));
        return new Ticket([new TicketFile(FileName, new Secret(text))]);
    }

    /// <summary>May it be a value? A line break would begin another line, a comma another label.</summary>
    public static bool IsPlain(string value) => value.Length > 0 && value.All(c => !char.IsControl(c));
}
