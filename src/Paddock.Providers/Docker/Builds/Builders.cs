using System.Globalization;
using Paddock.Core.Policy;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Builds;

/// <summary>
/// Containers that images are made in. They wear labels of their own and are in no list of machines; each ends with
/// its script, whose time is limited from inside.
/// </summary>
internal sealed class Builders(ContainerCalls containers, FleetIdentity identity, DockerSettings settings)
{
    public const string Label = "paddock.builder";

    /// <summary>Two providers may share one engine, and neither may delete what the other is using.</summary>
    public const string ProviderLabel = "paddock.builder-provider";

    /// <summary>
    /// Its image's own entry point is taken over only where it has one: a commit cannot take one away again.
    /// </summary>
    public Task<Answer<string>> CreateAsync(
        string name, ImageRecipe recipe, ImagePayload image, CancellationToken cancellationToken)
    {
        string[] command =
        [
            "/bin/sh", "-c", BuildTexts.RunInContainer, "sh",
            recipe.ScriptLimit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        ];
        var hasEntrypoint = image.Config?.Entrypoint is { Length: > 0 };
        return containers.CreateAsync(
            name,
            new NewContainer
            {
                Image = image.Id,
                Entrypoint = hasEntrypoint ? command : null,
                Cmd = hasEntrypoint ? [] : command,
                User = "0:0",
                Labels = new Dictionary<string, string>
                {
                    [Label] = identity.Install, [ProviderLabel] = settings.Name.Value,
                },
                HostConfig = new NewContainerHost
                {
                    Init = true, PidsLimit = settings.PidsMax, NetworkMode = settings.Network,
                    ExtraHosts = settings.ExtraHosts,
                },
            },
            cancellationToken);
    }

    /// <summary>What the script is, and the variables it sees: as a file, so that they are not in the image.</summary>
    public async Task<Answer<Nothing>> FillAsync(
        string id, ImageRecipe recipe, string script, CancellationToken cancellationToken)
    {
        using var parcel = new Parcel();
        var variables = settings.Environment.Append(new("HOME", "/root"))
            .Append(new("DEBIAN_FRONTEND", "noninteractive")).Append(new("PADDOCK_IMAGE", recipe.Alias))
            .Select(pair => $"export {pair.Key}={StartScript.Quote(pair.Value)}\n");
        parcel.AddProgram(BuildTexts.ScriptPath, script);
        parcel.Add(BuildTexts.EnvironmentPath, string.Concat(variables));
        using var content = new ByteArrayContent(parcel.Seal());
        return await containers.PutAsync(id, "/", content, cancellationToken);
    }

    public async Task<Answer<string[]>> SweepAsync(CancellationToken cancellationToken)
    {
        var listed = await containers.ListAsync(
            [$"{Label}={identity.Install}", $"{ProviderLabel}={settings.Name}"], cancellationToken);
        if (!listed.Has(out var left, out var refused))
        {
            return refused.To<string[]>();
        }
        foreach (var builder in left)
        {
            var deleted = await containers.DeleteAsync(builder.Id, cancellationToken);
            if (deleted is Answer<Nothing>.Refused { IsAbsent: false } failed)
            {
                return failed.To<string[]>();
            }
        }
        return new Answer<string[]>.Ok([.. left.Select(builder => builder.Name)]);
    }
}
