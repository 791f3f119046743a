using System.Formats.Tar;
using System.Text;
using Paddock.Ports.Forge;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker.Containers;

/// <summary>
/// What a container is handed before its start, as one tar: the ticket's files for the runner's user alone (decision
/// D24), and the script with its settings. In memory only.
/// </summary>
internal static class Parcel
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadableByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecutableByAll =
        ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static byte[] Pack(Ticket ticket, RunnerImage image, TimeSpan lifetime, DockerAccess docker)
    {
        var (place, root) = (image.Place, RunnerUser.Root);
        var socket = docker == DockerAccess.Socket ? ContainerForm.SocketInside : null;
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(RunnerTree.DirectoryAt(StartScript.Directory, root));
            Add(StartScript.Path, StartScript.Text, ExecutableByAll, root);
            Add(
                $"{StartScript.Directory}/{StartScript.SettingsFile}",
                StartScript.Settings(place, lifetime, image.DropsRights, socket), ReadableByAll, root);
            foreach (var file in ticket.Files)
            {
                Add($"{place.Root}/{file.Name}", file.Content.Reveal(), OwnerOnly, place.User);
            }

            void Add(string path, string text, UnixFileMode mode, RunnerUser owner) => tar.WriteEntry(
                RunnerTree.FileAt(path, new MemoryStream(Encoding.UTF8.GetBytes(text)), mode, owner));
        }
        return bytes.ToArray();
    }
}
