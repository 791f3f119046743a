using Paddock.App.Configuration.Reading;

namespace Paddock.Tests.App.Configuration;

public sealed class DiskFilesTests : IDisposable
{
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
