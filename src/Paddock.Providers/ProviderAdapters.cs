using Paddock.Ports.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Lxd;
using Paddock.Providers.Process;

namespace Paddock.Providers;

/// <summary>Opens a provider by its settings: the one list of every kind there is.</summary>
public static class ProviderAdapters
{
    /// <exception cref="InvalidDataException">
    /// Its settings cannot work; the message says why and what to do.
    /// </exception>
    /// <exception cref="NotSupportedException">No provider of this kind is built in.</exception>
    public static IProvider Open(ProviderSettings settings, ProviderServices services) => settings switch
    {
        DockerSettings docker => DockerProvider.Open(docker, services),
        LxdSettings lxd => LxdProvider.Open(lxd, services),
        ProcessSettings process => ProcessProvider.Open(process, services),
        _ => throw new NotSupportedException($"There is no provider of kind {settings.Kind}."),
    };
}
