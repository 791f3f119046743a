using System.Formats.Tar;
using Paddock.Providers.Bootstrap;

namespace Paddock.Tests.Providers.Bootstrap;

/// <summary>An archive is somebody else's words, however well its checksum fits.</summary>
public sealed class RunnerUnpackTests : IDisposable
{
    private static readonly RunnerPlace Place = new("/opt/r", new RunnerUser("runner", 1001, 1002, "/home/runner"));

    private readonly string _root = Directory.CreateTempSubdirectory("paddock-unpack-").FullName;

    private string Target => Path.Combine(_root, "target");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_runner_s_tree_comes_out_as_it_went_in()
    {
        await UnpackAsync(
            File("./run.sh", "run", executable: true), new PaxTarEntry(TarEntryType.Directory, "./bin/"),
            File("./bin/Runner.Listener", "program", executable: true), Link("./bin/npm", "../lib/npm/cli.js"),
            File("./lib/npm/cli.js", "npm"),
            new PaxTarEntry(TarEntryType.HardLink, "./again") { LinkName = "./run.sh" });
        Content("bin/Runner.Listener").ShouldBe("program");
        Content("bin/npm").ShouldBe("npm");
        Content("again").ShouldBe("run");
        ModeOf("run.sh").ShouldContain("UserExecute");
        ModeOf("lib/npm/cli.js").ShouldNotContain("Write");
    }

    public static TheoryData<string, TarEntry[]> Escapes() => new()
    {
        { "a file above", [File("../evil", "x")] },
        { "a file above, on the way", [File("bin/../../evil", "x")] },
        { "a file at the root of the host", [File("/evil", "x")] },
        { "a link out", [Link("evil", "../..")] },
        { "a link to the root of the host", [Link("evil", "/etc")] },
        { "a file through a link", [Link("bin", "lib"), File("bin/evil", "x")] },
        { "a link through a link", [Link("a/b/up", "../.."), Link("a/b/evil", "up/..")] },
        { "a link inside a link", [Link("bin", "lib"), Link("bin/evil", "x")] },
        { "a hard link out", [new PaxTarEntry(TarEntryType.HardLink, "evil") { LinkName = "../../etc/passwd" }] },
        { "a device", [new PaxTarEntry(TarEntryType.CharacterDevice, "evil") { DeviceMajor = 1, DeviceMinor = 3 }] },
        { "a pipe", [new PaxTarEntry(TarEntryType.Fifo, "evil")] },
        { "a file twice", [File("evil", "x"), File("evil", "y")] },
        { "a file in the place of a link", [Link("evil", "x"), File("./evil", "y")] },
        { "a directory in the place of a link", [Link("evil", "x"), new PaxTarEntry(TarEntryType.Directory, "evil/")] },
        { "a file in a file", [File("evil", "x"), File("evil/y", "y")] },
        { "a hard link to nothing", [ArchiveOf.HardLink("evil", "absent")] },
        { "a hard link to a link", [Link("a", "run.sh"), ArchiveOf.HardLink("evil", "a")] },
    };

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task What_leads_out_of_it_is_refused(string what, TarEntry[] entries)
    {
        var error = await Should.ThrowAsync<Exception>(() => UnpackAsync([File("run.sh", "run"), .. entries]), what);
        (error is InvalidDataException or IOException).ShouldBeTrue($"{what}: {error}");
        Directory.GetFileSystemEntries(_root).ShouldBe([Target]);
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task It_is_no_layer_of_an_image_either(string what, TarEntry[] entries)
    {
        using var archive = new MemoryStream(ArchiveOf.Entries([File("run.sh", "run"), .. entries]));
        await using var tar = new TarWriter(new MemoryStream());
        await Should.ThrowAsync<InvalidDataException>(
            () => RunnerTree.WriteAsync(archive, tar, Place, TestContext.Current.CancellationToken), what);
    }

    [Fact]
    public async Task A_layer_of_an_image_holds_the_same_with_the_links_last()
    {
        using var archive = new MemoryStream(ArchiveOf.Entries(
            Link("./bin/npm", "../lib/npm/cli.js"), ArchiveOf.HardLink("./again", "./run.sh"),
            ArchiveOf.Directory("./bin/"), File("./run.sh", "run", executable: true), File("./lib/npm/cli.js", "npm")));
        using var bytes = new MemoryStream();
        await using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            await RunnerTree.WriteAsync(archive, tar, Place, TestContext.Current.CancellationToken);
        }
        bytes.Position = 0;
        using var reader = new TarReader(bytes);
        var said = new List<string>();
        while (reader.GetNextEntry() is { } entry)
        {
            (entry.Uid, entry.Gid).ShouldBe((Place.User.Uid, Place.User.Gid));
            said.Add($"{entry.EntryType} {entry.Name} {entry.LinkName}".TrimEnd());
        }
        said.ShouldBe(
        [
            "Directory opt/r/", "Directory opt/r/bin/", "RegularFile opt/r/run.sh", "RegularFile opt/r/lib/npm/cli.js",
            "HardLink opt/r/again opt/r/run.sh", "SymbolicLink opt/r/bin/npm ../lib/npm/cli.js",
        ]);
    }

    [Fact]
    public async Task An_archive_without_a_runner_is_refused() =>
        (await Should.ThrowAsync<InvalidDataException>(() => UnpackAsync(File("readme", "x")))).Message
            .ShouldBe("The runner archive has no run.sh.");

    [Fact]
    public async Task Rights_of_another_user_are_not_taken_over()
    {
        var entry = File("run.sh", "run", executable: true);
        entry.Mode |= UnixFileMode.SetUser | UnixFileMode.OtherWrite;
        await UnpackAsync(entry);
        ModeOf("run.sh").ShouldNotContain("SetUser");
        ModeOf("run.sh").ShouldNotContain("Write");
    }

    private string Content(string path) => System.IO.File.ReadAllText(Path.Combine(Target, path));

    private string ModeOf(string path) => OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException()
        : System.IO.File.GetUnixFileMode(Path.Combine(Target, path)).ToString();

    private async Task UnpackAsync(params TarEntry[] entries)
    {
        Directory.CreateDirectory(Target);
        using var archive = new MemoryStream(ArchiveOf.Entries(entries));
        await RunnerUnpack.UnpackAsync(archive, Target, TestContext.Current.CancellationToken);
    }

    private static PaxTarEntry File(string path, string content, bool executable = false) =>
        ArchiveOf.File(path, content, executable);

    private static PaxTarEntry Link(string path, string target) => ArchiveOf.Link(path, target);
}
