using Paddock.App.Composition;
using Paddock.Core.Policy;
using Paddock.Ports.Conformance;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.Lxd;

/// <summary>Builds of one installation at the real server, and what they leave there.</summary>
internal sealed class BuilderBench(LxdHost host) : IDisposable
{
    private const string Alias = "built";

    private readonly List<string> _files = [];

    public FleetIdentity Identity { get; } = LiveProviderTrial.IdentityOf("images", new SystemDice());

    public List<BuildNews> News { get; } = [];

    public LxdProvider Open(Func<HttpMessageHandler, HttpMessageHandler>? around = null) =>
        host.Open(Identity, around: around);

    /// <summary>Without a runner, and not packed: both take longer than all the rest.</summary>
    public ImageRecipe Recipe(string script, string alias = Alias)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        _files.Add(file);
        return new ImageRecipe(alias, LxdHost.BareImage, DockerTrial.Home)
        {
            ScriptFile = file, PutsRunner = false, Compression = "none",
        };
    }

    public async Task<ImageBuildReply> BuildAsync(
        LxdProvider provider, ImageRecipe recipe, CancellationToken cancellationToken)
    {
        News.Clear();
        return await provider.BuildImageAsync(recipe, News.Add, cancellationToken);
    }

    public async Task<BuiltImage> BuiltAsync(LxdProvider provider, ImageRecipe recipe)
    {
        var reply = await BuildAsync(provider, recipe, TestContext.Current.CancellationToken);
        return reply.ShouldBeOfType<ImageBuildReply.Built>(reply.ToString()).Image;
    }

    public IEnumerable<string> Lines() => News.OfType<BuildNews.Line>().Select(line => line.Text);

    public static async Task<IReadOnlyList<BuiltImage>> ListAsync(LxdProvider provider) =>
        (await provider.ListImagesAsync(TestContext.Current.CancellationToken))
            .ShouldBeOfType<ImageListReply.Complete>().Images;

    /// <summary>Instances that are not machines.</summary>
    public async Task<IReadOnlyList<string>> BuildersAsync() =>
        [.. (await host.CommandAsync("list", "-f", "csv", "-c", "n")).Split('\n')
            .Where(name => name.StartsWith("pdk-build", StringComparison.Ordinal))];

    public void Dispose()
    {
        foreach (var file in _files)
        {
            File.Delete(file);
        }
    }
}
