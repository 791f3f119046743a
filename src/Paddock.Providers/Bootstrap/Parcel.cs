using System.Formats.Tar;
using System.Text;
using Paddock.Ports.Forge;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// What a machine is handed before its runner starts, as one tar to be unpacked at <c>/</c>: the ticket's files for the
/// runner's user alone (decision D24), and whatever starts it, for root. In memory only.
/// </summary>
internal sealed class Parcel : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadableByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecutableByAll =
        ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly MemoryStream _bytes = new();
    private readonly TarWriter _tar;

    public Parcel()
    {
        _tar = new TarWriter(_bytes, TarEntryFormat.Pax, leaveOpen: true);
        _tar.WriteEntry(RunnerTree.DirectoryAt(StartScript.Directory, RunnerUser.Root));
    }

    public void AddTicket(Ticket ticket, RunnerPlace place)
    {
        foreach (var file in ticket.Files)
        {
            Add($"{place.Root}/{file.Name}", file.Content.Reveal(), OwnerOnly, place.User);
        }
    }

    /// <summary>A file that everybody may read and only root may change.</summary>
    public void Add(string path, string text) => Add(path, text, ReadableByAll, RunnerUser.Root);

    public void AddProgram(string path, string text) => Add(path, text, ExecutableByAll, RunnerUser.Root);

    public void AddDirectory(string path, RunnerUser owner) =>
        _tar.WriteEntry(RunnerTree.DirectoryAt(path, owner));

    /// <summary>The tar. Nothing can be added any more.</summary>
    public byte[] Seal()
    {
        _tar.Dispose();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _tar.Dispose();
        _bytes.Dispose();
    }

    private void Add(string path, string text, UnixFileMode mode, RunnerUser owner) => _tar.WriteEntry(
        RunnerTree.FileAt(path, new MemoryStream(Encoding.UTF8.GetBytes(text)), mode, owner));
}
