using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Building;

/// <summary>
/// Held by whoever builds an image at a provider, a command or the running fleet. The system lets go of it when its
/// process ends, however it does: whoever has it knows that every builder that is left belongs to nobody.
/// </summary>
internal sealed class BuildLock : IDisposable
{
    private const string FileName = "image-build.lock";

    private readonly FileStream _file;

    private BuildLock(FileStream file) => _file = file;

    /// <summary>The lock, or why it cannot be had.</summary>
    public static (BuildLock? Lock, Fault? Fault) TryTake(string directory, ProviderName provider)
    {
        try
        {
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var path = Path.Combine(directory, FileName);
            return (new BuildLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None)), null);
        }
        catch (UnauthorizedAccessException failure)
        {
            return (null, new Fault(
                FaultKind.Fatal, $"{failure.Message} Run it as the user that Paddock runs as."));
        }
        catch (IOException)
        {
            return (null, new Fault(
                FaultKind.Busy, $"Another image is being built at provider {provider}. Wait until it is done."));
        }
    }

    public void Dispose() => _file.Dispose();
}
