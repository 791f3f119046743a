namespace Paddock.App.Configuration.Reading;

/// <summary>The files of this machine.</summary>
internal sealed class DiskFiles : IConfigFiles
{
    public bool Exists(string path) => File.Exists(path);

    public FileReply Read(string path, int bytesMax)
    {
        if (Directory.Exists(path))
        {
            return new FileReply.Unreadable("it is a directory", "Name the file in it.");
        }
        try
        {
            if (!FileKind.IsRegular(path))
            {
                // Nobody may ever write into a pipe, and who waits for it in open(2) hears no signal.
                return new FileReply.Unreadable(
                    "it is no regular file", "Name a file on a disk; a pipe or a device is none.");
            }

            // Not File.ReadAllBytes: what /proc and FUSE hold may have no length, and no end.
            using var stream = File.OpenRead(path);
            var bytes = new byte[bytesMax + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > bytesMax
                ? new FileReply.Unreadable($"it is larger than {bytesMax / 1024} KiB", "Is this the right file?")
                : new FileReply.Content(bytes[..count]);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileInfo(path).LinkTarget is null
                ? new FileReply.Absent()
                : new FileReply.Unreadable("it is a link that leads to no file", "Check where it points.");
        }
        catch (UnauthorizedAccessException)
        {
            return new FileReply.Unreadable(
                "access is denied", "Let the user that Paddock runs as read it, for example with chgrp and chmod 640.");
        }
        catch (IOException failure)
        {
            return new FileReply.Unreadable(failure.Message.TrimEnd('.'), "Check the path and the disk.");
        }
    }

    public bool IsOpenToAll(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
