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
        "/home", "/opt", "/root", "/run", "/tmp", "/usr", "/usr/local", "/usr/local/bin", "/var", "/var/lib",
    ];

    private readonly SortedDictionary<string, GuestFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, GuestFile> All => _files;

    /// <summary>The directories of any image with systemd.</summary>
    public static FileTree Bare()
    {
        var tree = new FileTree();
        foreach (var directory in BareDirectories)
        {
            tree.Put(directory, GuestFile.Directory);
        }
        return tree;
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
