using System.Diagnostics;
using System.Formats.Tar;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;

namespace Paddock.Tests.Providers.Bootstrap;

/// <summary>What a machine with systemd is handed.</summary>
public sealed class SystemStartTests
{
    private const string Hostile = "it's $(touch x) `id` \"quoted\" \\ & ; ä";

    private static readonly RunnerPlace Place = new(RunnerPlace.DefaultRoot, RunnerUser.Default);

    [Fact]
    public void The_unit_ends_the_machine_with_the_runner_and_the_runner_with_its_lifetime()
    {
        var lines = SystemStart.Unit(TimeSpan.FromMinutes(90), gainsRights: false).Split('\n');

        lines.ShouldContain("RuntimeMaxSec=5400");
        lines.ShouldContain("SuccessAction=poweroff-force");
        lines.ShouldContain("FailureAction=poweroff-force");
        lines.ShouldContain("JobTimeoutAction=poweroff-force");
        lines.ShouldContain("NoNewPrivileges=yes");

        // A condition that does not hold is no failure: started again without its parcel, a guest would live for ever.
        lines.ShouldNotContain(line => line.StartsWith("Condition", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_variable_of_the_operator_s_replaces_nothing_of_ours()
    {
        var files = Files(new Dictionary<string, string> { ["uid"] = "0", ["sudo"] = "1", ["lifetime"] = "x" });
        var folder = Directory.CreateTempSubdirectory("paddock-test-").FullName;
        try
        {
            foreach (var name in (string[])["environment", "settings"])
            {
                await File.WriteAllTextAsync(
                    Path.Combine(folder, name), files[$"/.paddock/{name}"], TestContext.Current.CancellationToken);
            }
            var start = files["/.paddock/start"].Replace("/.paddock/", $"{folder}/", StringComparison.Ordinal);
            var beginning = start[..start.IndexOf("register()", StringComparison.Ordinal)];
            (await RunAsync($"{beginning}\nprintf '%s %s %s' \"$uid\" \"$sudo\" \"$lifetime\""))
                .ShouldBe("1001 0 3600");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(0.2, "RuntimeMaxSec=1")]
    [InlineData(1.2, "RuntimeMaxSec=2")]
    public void A_lifetime_is_never_rounded_to_nothing(double seconds, string line) =>
        SystemStart.Unit(TimeSpan.FromSeconds(seconds), gainsRights: true).Split('\n').ShouldContain(line);

    [Fact]
    public async Task What_a_variable_holds_reaches_the_runner_as_it_is()
    {
        var files = Files(new Dictionary<string, string> { ["MINE"] = Hostile });
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, files["/.paddock/environment"], TestContext.Current.CancellationToken);
            var said = await RunAsync($"set -eu\n. {path}\nprintf '%s|%s' \"$MINE\" \"$DOCKERHUB_MIRROR\"");
            said.ShouldBe($"{Hostile}|https://mirror.example/");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task The_scripts_are_scripts()
    {
        foreach (var (_, text) in Files(new Dictionary<string, string>())
            .Where(pair => pair.Value.StartsWith("#!/bin/sh", StringComparison.Ordinal)))
        {
            var path = Path.GetTempFileName();
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            (await RunAsync($"sh -n {path} 2>&1 && printf fine; rm {path}")).ShouldBe("fine");
        }
    }

    [Fact]
    public void Scripts_and_users_are_in_the_parcel_only_where_there_are_some()
    {
        Files(new Dictionary<string, string>()).Keys.ShouldBe(
            ["/.paddock/end", "/.paddock/environment", "/.paddock/settings", "/.paddock/start"], ignoreOrder: true);
        Files(new Dictionary<string, string>(), settings => settings with { Setup = "true", PreJob = "true" }).Keys
            .ShouldContain("/.paddock/job-started.sh");
    }

    private static Dictionary<string, string> Files(
        IReadOnlyDictionary<string, string> environment,
        Func<SystemStartSettings, SystemStartSettings>? change = null)
    {
        var machine = new MachineName("pdk-one");
        var settings = new SystemStartSettings(Place, TimeSpan.FromHours(1), HasRunner: true, UserFiles: null)
        {
            Environment = environment, RegistryMirror = new Uri("https://mirror.example"),
            Tags = new MachineTags("fleet", "ours", new PoolName("linux"), machine, 1, DateTimeOffset.UnixEpoch),
            Scope = new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme"),
        };
        using var parcel = new Parcel();
        SystemStart.Pack(parcel, change?.Invoke(settings) ?? settings);
        using var tar = new TarReader(new MemoryStream(parcel.Seal()));
        var files = new Dictionary<string, string>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile)
            {
                using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
                files["/" + entry.Name.TrimStart('/')] = reader.ReadToEnd();
            }
        }
        return files;
    }

    private static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true };
        using var shell = System.Diagnostics.Process.Start(start)!;
        return await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
