using System.Text;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>A file inside of a guest.</summary>
/// <param name="Type">file, directory or symlink; the content of a symlink is its target.</param>
/// <param name="Mode">Four octal digits.</param>
internal sealed record GuestFile(string Type, byte[] Content, string Mode = "0644", int Uid = 0, int Gid = 0)
{
    public string Text => Encoding.UTF8.GetString(Content);

    public static GuestFile Directory { get; } = new("directory", [], "0755");

    public static GuestFile Of(string text, string mode = "0644") => new("file", Encoding.UTF8.GetBytes(text), mode);
}

/// <summary>The disk of a guest or of an image: paths and what is there.</summary>
internal sealed class FileTree
{
    private static readonly string[] BareDirectories =
    [
        "/", "/bin", "/etc", "/etc/systemd", "/etc/systemd/system", "/etc/systemd/system/multi-user.target.wants",
        "/home", "/opt", "/root", "/run", "/tmp", "/usr", "/usr/lib", "/usr/lib/systemd",
        "/usr/local", "/usr/local/bin", "/var", "/var/lib",
    ];

    private static readonly (string Path, string Text, string Mode)[] BareFiles =
    [
        ("/bin/bash", "", "0755"), ("/bin/sh", "", "0755"), ("/usr/lib/systemd/systemd", "", "0755"),
        ("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", "0644"), ("/etc/group", "root:x:0:\n", "0644"),
    ];

    private readonly SortedDictionary<string, GuestFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, GuestFile> All => _files;

    /// <summary>As little as any image with systemd has.</summary>
    public static FileTree Bare()
    {
        var tree = new FileTree();
        foreach (var directory in BareDirectories)
        {
            tree.Put(directory, GuestFile.Directory);
        }
        foreach (var (path, text, mode) in BareFiles)
        {
            tree.Put(path, GuestFile.Of(text, mode));
        }
        return tree;
    }

    /// <summary>With more in it, and the directories above.</summary>
    public FileTree With(IEnumerable<KeyValuePair<string, GuestFile>> files)
    {
        foreach (var (path, file) in files)
        {
            for (var above = Path.GetDirectoryName(path); above is not null && Get(above) is null;
                above = Path.GetDirectoryName(above))
            {
                Put(above, GuestFile.Directory);
            }
            Put(path, file);
        }
        return this;
    }

    public FileTree Copy()
    {
        var copy = new FileTree();
        foreach (var (path, file) in _files)
        {
            copy.Put(path, file);
        }
        return copy;
    }

    public GuestFile? Get(string path) => _files.GetValueOrDefault(path);

    public void Put(string path, GuestFile file) => _files[path] = file;

    /// <summary>With everything below it.</summary>
    public bool Remove(string path)
    {
        Below(path).ForEach(below => _files.Remove(below));
        return _files.Remove(path);
    }

    public bool HasParent(string path) => Get(Path.GetDirectoryName(path) ?? "/")?.Type == "directory";

    public IEnumerable<string> NamesIn(string directory) =>
        Below(directory).Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path));

    /// <summary>A boot mounts fresh memory over these, and what was put there before is out of sight.</summary>
    public void Boot()
    {
        foreach (var path in Below("/run").Concat(Below("/tmp")).ToList())
        {
            _files.Remove(path);
        }
    }

    private List<string> Below(string path)
    {
        var prefix = path == "/" ? "/" : path + "/";
        return [.. _files.Keys.Where(key => key != path && key.StartsWith(prefix, StringComparison.Ordinal))];
    }
}
