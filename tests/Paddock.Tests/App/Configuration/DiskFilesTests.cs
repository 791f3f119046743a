using System.Diagnostics;
using Paddock.App.Configuration.Reading;

namespace Paddock.Tests.App.Configuration;

public sealed class DiskFilesTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly FileReply NoRegularFile =
        new FileReply.Unreadable("it is no regular file", "Name a file on a disk; a pipe or a device is none.");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paddock-config-");
    private readonly DiskFiles _files = new();

    [Fact]
    public void A_file_is_read_whole() => Read("hello", bytesMax: 5).ShouldBeOfType<FileReply.Content>().Bytes.Length
        .ShouldBe(5);

    [Fact]
    public void A_larger_one_is_refused() =>
        Read(new string('x', 2049), bytesMax: 2048)
            .ShouldBe(new FileReply.Unreadable("it is larger than 2 KiB", "Is this the right file?"));

    [Fact]
    public void A_directory_is_none() =>
        _files.Read(_folder.FullName, 10)
            .ShouldBe(new FileReply.Unreadable("it is a directory", "Name the file in it."));

    [Fact]
    public async Task A_pipe_that_nobody_writes_into_is_refused_rather_than_waited_for()
    {
        var pipe = Path.Combine(_folder.FullName, "pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, pipe);

        var reading = Task.Run(() => _files.Read(link, 10), TestContext.Current.CancellationToken);

        (await reading.WaitAsync(Limit, TestContext.Current.CancellationToken)).ShouldBe(NoRegularFile);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public void A_device_is_none(string path) => _files.Read(path, 10).ShouldBe(NoRegularFile);

    [Fact]
    public void A_link_to_nothing_is_told_from_nothing()
    {
        var link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, "nothing-here");

        _files.Read(link, 10)
            .ShouldBe(new FileReply.Unreadable("it is a link that leads to no file", "Check where it points."));
    }

    [Theory]
    [InlineData("nothing-here")]
    [InlineData("nothing/here")]
    public void What_is_not_there_is_absent(string name) =>
        _files.Read(Path.Combine(_folder.FullName, name), 10).ShouldBe(new FileReply.Absent());

    [Theory]
    [InlineData(UnixFileMode.UserRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, true)]
    public void What_others_may_read_is_open_to_all(UnixFileMode mode, bool isOpen)
    {
        var path = Path.Combine(_folder.FullName, "secret");
        File.WriteAllText(path, "");
#pragma warning disable CA1416 // The suite runs on Linux.
        File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416

        _files.IsOpenToAll(path).ShouldBe(isOpen);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private FileReply Read(string text, int bytesMax)
    {
        var path = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(path, text);
        return _files.Read(path, bytesMax);
    }
}
