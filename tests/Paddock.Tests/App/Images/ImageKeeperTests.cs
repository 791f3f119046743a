using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Configuration;
using Paddock.App.Images;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Tests.App.Configuration;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Images;

public sealed class ImageKeeperTests
{
    private const string Images =
        "\nimages: {runner: {provider: here, base: bare, rebuild: {every: 7d, before_end_of_life: false}}}";

    private readonly TestTime _time = new();
    private readonly BuilderStub _builder = new();

    [Fact]
    public async Task An_image_that_is_not_there_is_built_and_then_left_alone()
    {
        await LookAsync(Images, times: 2);

        _builder.Recipes.ShouldHaveSingleItem().Alias.ShouldBe("runner");
        _builder.Recipes[0].Base.ShouldBe("bare");
    }

    [Fact]
    public async Task What_killed_builds_left_is_cleared_away_with_no_image_configured()
    {
        await LookAsync("", times: 1);

        _builder.Pruned.ShouldBe([(null, int.MaxValue)]);
        _builder.Recipes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_build_that_failed_is_tried_again_after_an_hour_or_when_it_was_configured_differently()
    {
        _builder.Fault = new Fault(FaultKind.InvalidSpec, "The script failed.");
        await using var keeper = Keeper(() => Config(Images));
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(59));
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        _builder.Recipes.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromMinutes(1));
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        _builder.Recipes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reload_counts_at_the_next_look()
    {
        var config = Config("");
        await using var keeper = Keeper(() => config);
        await keeper.LookAsync(TestContext.Current.CancellationToken);
        config = Config(Images);
        await keeper.LookAsync(TestContext.Current.CancellationToken);

        _builder.Recipes.Count.ShouldBe(1);
    }

    private async Task LookAsync(string images, int times)
    {
        await using var keeper = Keeper(() => Config(images));
        for (var i = 0; i < times; i++)
        {
            await keeper.LookAsync(TestContext.Current.CancellationToken);
        }
    }

    private ImageKeeper Keeper(Func<PaddockConfig> config) => new(
        config, new Dictionary<ProviderName, IProvider> { [new("here")] = _builder }, _builder, _time,
        NullLogger.Instance);

    private static PaddockConfig Config(string images) =>
        ConfigDesk.Accepted(new ConfigDesk().Read(ConfigDesk.Good + images));
}
