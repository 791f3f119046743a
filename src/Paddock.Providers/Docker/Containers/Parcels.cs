using Paddock.Ports.Forge;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker.Containers;

/// <summary>What a container is handed before its start.</summary>
internal static class Parcels
{
    public static byte[] Pack(Ticket ticket, RunnerImage image, TimeSpan lifetime, DockerAccess docker)
    {
        var socket = docker == DockerAccess.Socket ? ContainerForm.SocketInside : null;
        using var parcel = new Parcel();
        parcel.AddProgram(StartScript.Path, StartScript.Text);
        parcel.Add(
            $"{StartScript.Directory}/{StartScript.SettingsFile}",
            StartScript.Settings(image.Place, lifetime, image.DropsRights, socket));
        parcel.AddTicket(ticket, image.Place);
        return parcel.Seal();
    }
}
