using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Capacity;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker.Containers;

/// <summary>The container a machine's specification asks for.</summary>
internal static class ContainerForm
{
    public const string SocketInside = "/var/run/docker.sock";

    private const long NanosPerCpu = 1_000_000_000;

    /// <summary>Longer than the runner takes to cancel its job.</summary>
    private const int StopSeconds = 30;

    public static NewContainer Of(
        MachineSpec spec, bool isBlank, RunnerImage image, Seat seat, DockerSettings settings) => new()
    {
        Image = image.Id,
        Entrypoint = ["/bin/sh", StartScript.Path],
        Hostname = spec.Name.Value,

        // The script hands over to the runner's user itself, and keeps the watch over the lifetime for root.
        User = image.DropsRights ? "0:0" : $"{image.Place.User.Uid}:{image.Place.User.Gid}",
        WorkingDir = "/",
        Env = [.. settings.Environment.Select(pair => $"{pair.Key}={pair.Value}")],
        Labels = LabelsOf(spec, isBlank, image, seat.Claim),
        StopTimeout = StopSeconds,

        // An image's own check asks for a program that is not what runs here.
        Healthcheck = new HealthcheckBody(["NONE"]),
        HostConfig = HostOf(seat, settings),
    };

    private static Dictionary<string, string> LabelsOf(MachineSpec spec, bool isBlank, RunnerImage image, Claim claim)
    {
        var labels = new Dictionary<string, string>(
            [.. spec.Tags.ToPairs(), .. claim.ToLabels(), .. RunnerLabel.ToLabels(image)]);
        if (isBlank)
        {
            labels[ContainerReading.BlankLabel] = "1";
        }
        return labels;
    }

    private static NewContainerHost HostOf(Seat seat, DockerSettings settings)
    {
        // Without a promise there is still an end, so that one job cannot take the host with it.
        var memory = seat.Claim.MemoryBytes > 0 ? seat.Claim.MemoryBytes : seat.RunnersMemoryBytes;
        return new NewContainerHost
        {
            Init = true,
            NanoCpus = (long)(seat.Claim.Cpus * NanosPerCpu),
            Memory = memory,
            MemorySwap = memory,
            PidsLimit = settings.PidsMax,
            SecurityOpt = settings.Sudo ? [] : ["no-new-privileges"],
            NetworkMode = settings.Network,
            ExtraHosts = settings.ExtraHosts,
            Binds = settings.Docker == DockerAccess.Socket ? [$"{SocketOutside(settings)}:{SocketInside}"] : [],
            LogConfig = new LogBody(
                "json-file", new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "2" }),
        };
    }

    private static string SocketOutside(DockerSettings settings) =>
        settings.Host.Scheme == "unix" ? settings.Host.AbsolutePath : SocketInside;
}
