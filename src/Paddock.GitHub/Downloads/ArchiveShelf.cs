using System.Security.Cryptography;

namespace Paddock.GitHub.Downloads;

/// <summary>The directory archives are kept in. Whole files only: what is being written has another name.</summary>
internal sealed class ArchiveShelf(string directory, int versionsKept)
{
    private const string Unfinished = ".part";

    /// <summary>No download takes a day; what is older was left by a process that died.</summary>
    private static readonly TimeSpan UnfinishedLife = TimeSpan.FromDays(1);

    public string PathOf(ArchiveName name) => Path.Combine(directory, name.File);

    /// <summary>A new file beside its later place, so that moving it there is one step.</summary>
    public FileStream Begin(ArchiveName name)
    {
        Directory.CreateDirectory(directory);
        var path = $"{PathOf(name)}.{Path.GetRandomFileName()}{Unfinished}";
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous,
        });
    }

    public void Finish(FileStream file, ArchiveName name)
    {
        file.Flush(flushToDisk: true);
        file.Close();
        File.Move(file.Name, PathOf(name), overwrite: true);
    }

    public static void Abandon(FileStream file)
    {
        file.Close();
        File.Delete(file.Name);
    }

    /// <summary>Lower-case hex; null when the archive is not here.</summary>
    public async Task<string?> HashAsync(ArchiveName name)
    {
        if (!File.Exists(PathOf(name)))
        {
            return null;
        }
        await using var file = File.OpenRead(PathOf(name));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }

    /// <summary>Keeps the newest versions of this archive's family, the given one among them in any case.</summary>
    public void Tidy(ArchiveName current, DateTimeOffset now)
    {
        var older = Directory.EnumerateFiles(directory)
            .Select(path => ArchiveName.TryParse(Path.GetFileName(path)))
            .Where(name => name is not null && name.Family == current.Family && name.File != current.File)
            .OrderByDescending(name => name!.Version)
            .Skip(Math.Max(0, versionsKept - 1))
            .Select(name => PathOf(name!));
        var dead = Directory.EnumerateFiles(directory, "*" + Unfinished)
            .Where(path => now - File.GetLastWriteTimeUtc(path) > UnfinishedLife);
        foreach (var path in older.Concat(dead).ToArray())
        {
            File.Delete(path);
        }
    }
}
