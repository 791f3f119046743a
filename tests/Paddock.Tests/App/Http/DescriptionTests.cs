using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class DescriptionTests
{
    private const string Kept = "docs/reference/openapi.json";

    [Fact]
    public async Task The_API_is_what_its_page_says_and_only_ever_grows()
    {
        await using var rig = await StartAsync();

        var served = await rig.Socket.GetStringAsync("/api/v1/openapi.json", Cancel);

        var kept = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, Kept), Cancel);
        if (served != kept)
        {
            var seen = Path.Combine(RepositoryFiles.Root, "artifacts", Path.GetFileName(Kept));
            await File.WriteAllTextAsync(seen, served, Cancel);
        }
        served.ShouldBe(kept, $"Look at what changed; if it only adds: cp artifacts/openapi.json {Kept}");
    }
}
