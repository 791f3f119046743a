using System.Security.Cryptography;
using System.Text;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Building;

/// <summary>What a build begins with: everything that can be known before anything is made.</summary>
/// <param name="Script">Its text; null for none.</param>
/// <param name="Archive">The runner that is put in; null for none.</param>
internal sealed record BuildGround<TImage>(TImage Base, string? Script, RunnerArchive? Archive)
{
    /// <summary>Null where there is no script.</summary>
    public string? ScriptHash =>
        Script is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <param name="find">The base image, on the spot.</param>
    /// <param name="architectureOf">In GitHub's words.</param>
    public static async Task<Answer<BuildGround<TImage>>> LookAsync(
        ImageRecipe recipe, Func<Task<Answer<TImage>>> find, Func<TImage, string> architectureOf,
        IRunnerArchives archives, CancellationToken cancellationToken)
    {
        var script = recipe.ScriptFile is null
            ? new ScriptTexts(null, null, null)
            : await ScriptTexts.ReadAsync(new JobScripts(recipe.ScriptFile), cancellationToken);
        if (script.Fault is { } unreadable)
        {
            return new Answer<BuildGround<TImage>>.Refused(unreadable);
        }
        var found = await find();
        if (!found.Has(out var image, out var absent))
        {
            return absent.To<BuildGround<TImage>>();
        }
        if (!recipe.PutsRunner)
        {
            return new Answer<BuildGround<TImage>>.Ok(new BuildGround<TImage>(image, script.Setup, Archive: null));
        }
        var reply = await archives.GetAsync(recipe.Scope, "linux", architectureOf(image), cancellationToken);
        return reply switch
        {
            ArchiveReply.Ready ready => new Answer<BuildGround<TImage>>.Ok(
                new BuildGround<TImage>(image, script.Setup, ready.Archive)),
            ArchiveReply.Refused refused => new Answer<BuildGround<TImage>>.Refused(refused.Fault),
            _ => throw new InvalidOperationException($"Unknown reply {reply}."),
        };
    }
}
