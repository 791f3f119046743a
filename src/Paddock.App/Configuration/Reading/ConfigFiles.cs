namespace Paddock.App.Configuration.Reading;

/// <summary>The one door to files while a configuration is read.</summary>
internal interface IConfigFiles
{
    bool Exists(string path);

    /// <summary>The whole file, if it is no larger than <paramref name="bytesMax"/>.</summary>
    FileReply Read(string path, int bytesMax);

    /// <summary>May anyone on this machine read it?</summary>
    bool IsOpenToAll(string path);
}

internal abstract record FileReply
{
    internal sealed record Content(byte[] Bytes) : FileReply;

    internal sealed record Absent : FileReply;

    /// <param name="Why">Part of a sentence: "access is denied".</param>
    /// <param name="Remedy">A sentence.</param>
    internal sealed record Unreadable(string Why, string Remedy) : FileReply;
}

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
            // Not File.ReadAllBytes: a pipe (bash's <(…)) has no length, and a device no end.
            using var stream = File.OpenRead(path);
            var bytes = new byte[bytesMax + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > bytesMax
                ? new FileReply.Unreadable($"it is larger than {bytesMax / 1024} KiB", "Is this the right file?")
                : new FileReply.Content(bytes[..count]);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileReply.Absent();
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
