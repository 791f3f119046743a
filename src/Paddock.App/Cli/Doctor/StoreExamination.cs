using Paddock.App.Configuration;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Cli.Doctor;

/// <summary>The store and the disk it is on.</summary>
internal static class StoreExamination
{
    /// <summary>Archives, logs and the copy made before an upgrade have to go somewhere.</summary>
    private const long FreeBytesLeast = 1L << 30;

    public static IReadOnlyList<DoctorCheck> Of(PaddockConfig config) =>
    [
        new(config.StorePath, _ => Task.FromResult<IReadOnlyList<ReportFinding>>(
            [Look(new SqliteStoreOptions(config.StorePath))])),
        new(config.StateDirectory, _ => Task.FromResult(LookAtDisk(config.StateDirectory))),
    ];

    /// <summary>Null when there is enough.</summary>
    public static ReportFinding? OfFree(string directory, long freeBytes) => freeBytes >= FreeBytesLeast
        ? null
        : new ReportFinding(
            ReportFinding.Warning, directory, $"Only {freeBytes / (1 << 20)} MiB are free there.",
            "Make room, or set another state_directory: a store that cannot be written stops Paddock.");

    private static ReportFinding Look(SqliteStoreOptions options)
    {
        if (StoreCheck.IsInUse(options))
        {
            return Note(options, "A running Paddock holds it; paddock store check looks it over beside that one.");
        }
        if (!File.Exists(options.Path))
        {
            return Note(options, "There is no store yet; the first start of Paddock makes it.");
        }
        var problems = StoreCheck.Glance(options).Problems;
        return problems.Count == 0
            ? Note(options, "The store is sound, as far as a short look shows.")
            : new ReportFinding(
                ReportFinding.Error, options.Path,
                $"{problems[0]}{(problems.Count > 1 ? $" ({problems.Count} problems)" : "")}",
                "paddock store check tells all; go back to a backup, or start with an empty store.");
    }

    private static IReadOnlyList<ReportFinding> LookAtDisk(string directory)
    {
        var there = new DirectoryInfo(directory);
        while (!there.Exists && there.Parent is not null)
        {
            there = there.Parent;
        }
        try
        {
            return OfFree(directory, new DriveInfo(there.FullName).AvailableFreeSpace) is { } finding ? [finding] : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return
            [
                new ReportFinding(
                    ReportFinding.Warning, directory, $"How much is free there cannot be seen: {fault.Message}",
                    "Check the disk it is on."),
            ];
        }
    }

    private static ReportFinding Note(SqliteStoreOptions options, string message) =>
        new(ReportFinding.Note, options.Path, message, Remedy: null);
}
