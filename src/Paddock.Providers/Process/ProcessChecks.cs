using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>What can be known before the first runner is started.</summary>
internal static class ProcessChecks
{
    private static readonly string[] Programs = ["setsid", "timeout", "sh", "bash", "mkfifo", "grep", "ln", "mv", "rm"];

    public static IReadOnlyList<Finding> Find(ProviderName name, string directory, IReadOnlyList<Offer> offers) =>
    [
        .. System(name),
        .. Disk(name, directory),
        new Finding(
            IsError: false,
            $"Jobs run as processes of this host, with Paddock's own rights"
                + (Environment.IsPrivilegedProcess ? ", which are root's." : "."),
            "Use it for demonstrations and development only; a provider that isolates is for jobs you do not trust."),
        .. offers.Where(offer => offer.Provider == name && offer.Location is not null).Select(offer => new Finding(
            IsError: true, $"Provider {name} knows no locations, and an offer asks for {offer.Location}.",
            "Remove the location from the offer.")),
    ];

    private static IEnumerable<Finding> System(ProviderName name)
    {
        if (!OperatingSystem.IsLinux())
        {
            yield return new Finding(
                IsError: true, $"Provider {name} needs Linux: it knows its processes by /proc.",
                "Run Paddock on Linux, or choose another provider.");
            yield break;
        }
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var absent = Programs.Where(
            program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))));
        foreach (var program in absent)
        {
            yield return new Finding(
                IsError: true, $"Provider {name} needs the program {program}, which is not in PATH.",
                "Install bash, coreutils, grep and util-linux.");
        }
    }

    private static IEnumerable<Finding> Disk(ProviderName name, string directory)
    {
        string? problem = null;
        try
        {
            // Whether it can be written is not asked by writing: a check changes nothing.
            if (!Directory.Exists(directory))
            {
                problem = "it is not there and could not be made";
            }
            else
            {
                Directory.GetFileSystemEntries(directory);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = error.Message;
        }
        if (problem is not null)
        {
            yield return new Finding(
                IsError: true, $"Provider {name} cannot use {directory}: {problem}.",
                "Make it a directory that Paddock's user may read and write, or set another one with `directory`.");
        }
    }
}
