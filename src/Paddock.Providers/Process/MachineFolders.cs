using System.Buffers;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Process;

/// <summary>
/// The directory of all machines. A machine's folder appears whole, by a rename; what begins with a dot is on its way
/// in or out and is no machine. Several installations may share one directory.
/// </summary>
internal sealed class MachineFolders(string directory, FleetIdentity identity)
{
    private const int NameCharsMax = 100;
    private const string UnfinishedPrefix = ".new-";
    private const string LeavingPrefix = ".gone-";

    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public string Directory => directory;

    /// <summary>Could a folder of ours have this name? No slash, no dot or dash in front, nothing to quote.</summary>
    public static bool IsName(MachineName name) =>
        name.Value.Length is > 0 and <= NameCharsMax
        && char.IsAsciiLetterOrDigit(name.Value[0])
        && name.Value.AsSpan().IndexOfAnyExcept(NameChars) < 0;

    public MachineFolder Of(MachineName name) => new(Path.Combine(directory, name.Value));

    /// <summary>
    /// A place to put a machine together. One of this name that was given up half-way is cleared first.
    /// </summary>
    public MachineFolder Begin(MachineName name)
    {
        var folder = new MachineFolder(Path.Combine(directory, $"{UnfinishedPrefix}{identity.Mark}-{name}"));
        TreeRemoval.Remove(folder.Path);
        System.IO.Directory.CreateDirectory(
            folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    public MachineFolder Finish(MachineFolder unfinished, MachineName name)
    {
        var folder = Of(name);
        System.IO.Directory.Move(unfinished.Path, folder.Path);
        return folder;
    }

    /// <summary>
    /// The runner's files go first, which takes long and may fail; what says whose it is goes last and at once. So a
    /// machine is listed until nothing of it is left to be forgotten.
    /// </summary>
    public void Remove(MachineFolder folder)
    {
        TreeRemoval.Remove(folder.Runner);
        var leaving = Path.Combine(
            directory, $"{LeavingPrefix}{identity.Mark}-{Path.GetFileName(folder.Path)}");
        TreeRemoval.Remove(leaving);
        System.IO.Directory.Move(folder.Path, leaving);
        TreeRemoval.Remove(leaving);
    }

    /// <summary>Clears what an earlier process of this installation was in the middle of.</summary>
    public void ClearUnfinished()
    {
        foreach (var prefix in (string[])[UnfinishedPrefix, LeavingPrefix])
        {
            foreach (var left in System.IO.Directory.GetDirectories(directory, $"{prefix}{identity.Mark}-*"))
            {
                TreeRemoval.Remove(left);
            }
        }
    }

    public bool IsOurs(MachineTags? tags) => tags?.Fleet == identity.Fleet && tags.Install == identity.Install;

    public MachineListReply List()
    {
        try
        {
            var (ours, foreign) = (new List<ListedMachine>(), 0);
            foreach (var path in System.IO.Directory.EnumerateDirectories(directory))
            {
                var folder = new MachineFolder(path);
                if (Path.GetFileName(path)[0] == '.' || folder.ReadTags() is not { } tags)
                {
                    continue;
                }
                if (IsOurs(tags))
                {
                    ours.Add(folder.Look(tags));
                }
                else if (tags.Fleet == identity.Fleet)
                {
                    foreign++;
                }
            }
            return new MachineListReply.Complete(ours, foreign);
        }
        catch (Exception blind) when (blind is IOException or UnauthorizedAccessException)
        {
            return new MachineListReply.Refused(
                new Fault(FaultKind.Transient, $"The directory of machines cannot be read: {blind.Message}"));
        }
    }
}
