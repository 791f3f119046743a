using System.CommandLine;
using Paddock.App.Composition;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock store check</c> and <c>backup FILE</c>, both beside a running Paddock, and <c>compact</c>, which is not.
/// </summary>
internal static class StoreCommand
{
    private static readonly Option<string?> Path = new("--store")
    {
        Description = "The embedded store's file; by default the configuration's.",
        HelpName = "FILE",
    };

    public static Command Make(Shell shell) =>
        new("store", "Looks after the embedded store.") { Check(shell), Backup(shell), Compact(shell) };

    private static Command Check(Shell shell)
    {
        var command = new Command("check", "Reads the whole store and compares every row with its journal.") { Path };
        Invocation.Set(command, shell, (invocation, token) =>
        {
            var options = Options(invocation);
            var findings = StoreCheck.Run(options, token);
            var report = Report.Of(findings.Problems.Select(
                problem => new ReportFinding(ReportFinding.Error, options.Path, problem, Remedy: null)));
            report.Write(
                invocation,
                $"{options.Path} is sound: {findings.Rows} rows, {findings.Entries} journal entries, "
                + $"{findings.Refolded} subjects folded again.");
            return Task.FromResult(report.Code);
        });
        return command;
    }

    private static Command Backup(Shell shell)
    {
        var to = new Argument<string>("FILE") { Description = "Where the copy goes; nothing may be there yet." };
        var command = new Command("backup", "Copies the store as of one moment.") { to, Path };
        Invocation.Set(command, shell, (invocation, _) =>
        {
            var options = Options(invocation);
            var file = System.IO.Path.GetFullPath(Named(invocation.Given.GetRequiredValue(to), "FILE"));
            StoreBackup.Write(options, file);
            new Report(Ok: true, []).Write(invocation, $"{options.Path} is copied to {file}.");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Compact(Shell shell)
    {
        var command = new Command(
            "compact", "Forgets what is too old and gives the room back; not while a Paddock runs on the store.")
        {
            Path,
        };
        Invocation.Set(command, shell, (invocation, token) =>
        {
            // What may be forgotten stands in the configuration, so without it nothing is.
            var config = invocation.Given.GetValue(Path) is null ? Configured.Require(invocation) : null;
            var options = config is null ? Options(invocation) : new SqliteStoreOptions(config.StorePath);
            var done = StoreCompaction.Run(options, config?.Retention, new SystemDice(), invocation.Now, token);
            CompactReport.Of(options.Path, done).Write(invocation);
            if (done.IsHeldOpen)
            {
                invocation.Note("Another program reads the store; the file shrinks when it closes it.");
            }
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static SqliteStoreOptions Options(Invocation invocation) =>
        invocation.Given.GetValue(Path) is { } given
            ? new SqliteStoreOptions(Named(given, "--store"))
            : new SqliteStoreOptions(Configured.Require(invocation).StorePath);

    /// <summary>A variable that is not set names nothing, and must not be taken for this directory.</summary>
    private static string Named(string path, string what) => path.Length > 0
        ? path
        : throw new CliFaultException(
            ExitCode.Usage, $"{what} is empty.", "Name a file; a shell variable may be unset.");
}
