using System.Globalization;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Which file system an open file lies on. Locks and shared memory on a network do not do what SQLite needs
/// (sqlite.org/wal.html, "WAL does not work over a network filesystem"), and that shows as a damaged file, much later.
/// </summary>
internal static class MountTable
{
    /// <summary>Names as in <c>/proc/self/mountinfo</c>.</summary>
    private static readonly HashSet<string> NetworkTypes = new(StringComparer.Ordinal)
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "gpfs", "beegfs", "ncpfs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.s3fs", "fuse.goofys", "fuse.rclone",
        "fuse.gcsfuse", "fuse.blobfuse", "fuse.blobfuse2", "fuse.juicefs", "fuse.davfs", "davfs",
    };

    public static bool IsNetwork(string type) => NetworkTypes.Contains(type);

    /// <summary>
    /// The type of the file system an open descriptor of ours is on; null where the kernel does not say. The
    /// descriptor names its mount, so no path has to be followed through links and mounts over mounts.
    /// </summary>
    public static string? TypeOf(int descriptor)
    {
        try
        {
            var mount = MountOf(File.ReadLines($"/proc/self/fdinfo/{descriptor}"));
            return mount is null ? null : TypeOf(mount.Value, File.ReadLines("/proc/self/mountinfo"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads lines such as <c>mnt_id:	27</c> (proc_pid_fdinfo(5)).</summary>
    internal static int? MountOf(IEnumerable<string> fdinfo)
    {
        const string Name = "mnt_id:";
        var line = fdinfo.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is not null && int.TryParse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
    }

    /// <summary>
    /// Reads lines such as <c>36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - nfs4 server:/dir rw</c>: the first field is
    /// the id, the type follows the lone dash, and how many fields are in between differs (proc_pid_mountinfo(5)).
    /// </summary>
    internal static string? TypeOf(int mount, IEnumerable<string> mountinfo)
    {
        var id = mount.ToString(CultureInfo.InvariantCulture);
        foreach (var line in mountinfo)
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (fields[0] == id && dash >= 0 && dash + 1 < fields.Length)
            {
                return fields[dash + 1];
            }
        }
        return null;
    }
}
