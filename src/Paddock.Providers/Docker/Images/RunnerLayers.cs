using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// Images that had no runner, with one put in: one layer per image and runner version, made once and shared by every
/// container after it. Unpacking the archive into each container would cost each of them half a minute.
/// </summary>
internal sealed partial class RunnerLayers(
    ImageCalls images, ContainerCalls containers, HelperContainers helpers, FleetIdentity identity,
    string workDirectory, TimeProvider time, ILogger logger)
{
    public const string Repository = "paddock-runner";

    /// <summary>
    /// Says whose layer it is. Containers inherit it, which harms nobody: machines are told by other labels.
    /// </summary>
    private const string Label = "paddock.layer";

    /// <summary>Goes into the name, so that another way to build a layer never finds one of the old way.</summary>
    private const int Recipe = 1;

    private const string FilePrefix = "layer-";
    private const int KeptMax = 4;
    private const int TagChars = 20;

    private readonly Flights<string, string> _builds = new(time, TimeSpan.Zero);

    /// <summary>
    /// Tags asked for since the start, one per image and runner version: never tidied, or pools of more images than are
    /// kept would build each other's layers anew for ever.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    /// <summary>A build that a crash cut short left its file behind; its name is drawn anew each time.</summary>
    private readonly Lazy<bool> _isCleared = new(
        () => Clear(workDirectory), LazyThreadSafetyMode.PublicationOnly);

    public async Task<Answer<RunnerImage>> GetAsync(
        ImageFinding finding, RunnerArchive archive, CancellationToken cancellationToken)
    {
        var tag = TagOf(finding, archive);
        _asked[tag] = true;
        var id = await _builds.JoinAsync(
            tag, () => FindOrBuildAsync(finding, archive, tag, CancellationToken.None), cancellationToken);
        return id.Has(out var layer, out var refused)
            ? new Answer<RunnerImage>.Ok(finding.Image with { Id = layer })
            : refused.To<RunnerImage>();
    }

    /// <summary>Puts a runner into a container that does not run.</summary>
    public Task<Answer<Nothing>> PutAsync(
        string container, ImageFinding finding, RunnerArchive archive, CancellationToken cancellationToken) =>
        GuardAsync(archive, async () =>
        {
            await using var tar = Open();
            await WriteAsync(tar, finding, archive, cancellationToken);
            tar.Position = 0;
            using var content = new StreamContent(tar);
            return await containers.PutAsync(container, "/", content, cancellationToken);
        });

    private static string TagOf(ImageFinding finding, RunnerArchive archive) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Recipe} {finding.Image.Id} {archive.Sha256} {finding.Image.Place}")))[..TagChars];

    private async Task<Answer<string>> FindOrBuildAsync(
        ImageFinding finding, RunnerArchive archive, string tag, CancellationToken cancellationToken)
    {
        var there = await images.InspectAsync($"{Repository}:{tag}", cancellationToken);
        if (there.Has(out var image, out var refused))
        {
            return new Answer<string>.Ok(image.Id);
        }
        if (!refused.IsAbsent)
        {
            return refused.To<string>();
        }
        LogBuild(archive.Version, finding.Image.Id, tag);
        var built = await BuildAsync(finding, archive, tag, cancellationToken);
        if (built is Answer<string>.Ok)
        {
            await TidyAsync(cancellationToken);
        }
        return built;
    }

    private Task<Answer<string>> BuildAsync(
        ImageFinding finding, RunnerArchive archive, string tag, CancellationToken cancellationToken) =>
        GuardAsync(archive, async () =>
        {
            await using var tar = Open();
            await WriteAsync(tar, finding, archive, cancellationToken);
            return await helpers.UseAsync(
                $"layer-{tag}", finding.Image.Id, (id, token) => CommitAsync(id, tar, archive, tag, token),
                cancellationToken);
        });

    private async Task<Answer<T>> GuardAsync<T>(RunnerArchive archive, Func<Task<Answer<T>>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            return new Answer<T>.Refused(new Fault(
                FaultKind.Fatal,
                $"{archive.Path} cannot be used: {failure.Message} Delete it to have it fetched anew."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Answer<T>.Refused(new Fault(
                FaultKind.Transient,
                $"The runner's layer cannot be prepared in {workDirectory}: {failure.Message}"));
        }
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(workDirectory);
        _ = _isCleared.Value;
        var path = Path.Combine(workDirectory, FilePrefix + Path.GetRandomFileName());
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
    }

    private static bool Clear(string directory)
    {
        foreach (var left in Directory.GetFiles(directory, FilePrefix + "*"))
        {
            File.Delete(left);
        }
        return true;
    }

    private async Task<Answer<string>> CommitAsync(
        string container, FileStream tar, RunnerArchive archive, string tag, CancellationToken cancellationToken)
    {
        tar.Position = 0;
        using var content = new StreamContent(tar);
        var put = await containers.PutAsync(container, "/", content, cancellationToken);
        return put.Has(out _, out var refused)
            ? await images.CommitAsync(
                container, Repository, tag,
                new NewImage(new Dictionary<string, string>
                {
                    // A layer inherits its helper's labels, and containers their image's; none of them is a helper.
                    [HelperContainers.Label] = "",
                    [HelperContainers.ProviderLabel] = "",
                    [Label] = identity.Install,
                    ["paddock.runner-version"] = archive.Version,
                }),
                cancellationToken)
            : refused.To<string>();
    }

    private static async Task WriteAsync(
        FileStream to, ImageFinding finding, RunnerArchive archive, CancellationToken cancellationToken)
    {
        var place = finding.Image.Place;
        await using var tar = new TarWriter(to, TarEntryFormat.Pax, leaveOpen: true);
        if (finding.UserFiles is { } files)
        {
            await WriteAsync(tar, "etc/passwd", files.Passwd, cancellationToken);
            await WriteAsync(tar, "etc/group", files.Group, cancellationToken);
            await tar.WriteEntryAsync(RunnerTree.DirectoryAt(place.User.Home, place.User), cancellationToken);
        }
        await using var source = File.OpenRead(archive.Path);
        await RunnerTree.WriteAsync(source, tar, place, cancellationToken);
    }

    private static Task WriteAsync(TarWriter tar, string path, string text, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(
            RunnerTree.FileAt(
                path, new MemoryStream(Encoding.UTF8.GetBytes(text)),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                RunnerUser.Root),
            cancellationToken);

    /// <summary>
    /// Old layers go, except those asked for and those in use, which the engine keeps by itself. Failing costs disk,
    /// nothing else.
    /// </summary>
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        var answer = await images.ListAsync([$"{Label}={identity.Install}"], cancellationToken);
        if (!answer.Has(out var layers, out _))
        {
            return;
        }
        var old = layers.OrderByDescending(layer => layer.Created).Skip(KeptMax)
            .SelectMany(layer => layer.RepoTags ?? [])
            .Where(name => name.StartsWith(Repository + ":", StringComparison.Ordinal)
                && !_asked.ContainsKey(name[(Repository.Length + 1)..]));
        foreach (var name in old)
        {
            await images.DeleteAsync(name, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 4102, EventName = "layer-build", Level = LogLevel.Information,
        Message = "Putting runner {Version} into image {Image} as {Repository}:{Tag}")]
    private partial void LogBuild(string version, string image, string tag, string repository = Repository);
}
