using System.Text.Json;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Images;

namespace Paddock.Tests.Providers.Docker;

/// <summary>What an engine's lines about a pull add up to.</summary>
public sealed class PullProgressTests
{
    private readonly PullProgress _progress = new();

    [Fact]
    public void Bytes_are_added_up_over_the_layers()
    {
        Hear("Downloading", "a", 3_000_000, 4_000_000);
        Hear("Downloading", "b", 1_000_000, 6_000_000);

        _progress.Stand.ShouldBe(new PullStand(4_000_000, 10_000_000, Ready: 0, Layers: 2));
    }

    [Fact]
    public void How_much_there_is_nobody_knows_before_every_layer_has_told()
    {
        Hear("Pulling fs layer", "a");
        Hear("Pulling fs layer", "b");
        Hear("Downloading", "a", 3, 4);
        Hear("Waiting", "b");
        _progress.Stand.TotalBytes.ShouldBeNull();

        Hear("Downloading", "b", 1, 6);

        _progress.Stand.TotalBytes.ShouldBe(10);
    }

    [Fact]
    public void What_was_there_already_is_not_to_be_downloaded()
    {
        Hear("Already exists", "a");
        Hear("Downloading", "b", 5, 6);

        _progress.Stand.ShouldBe(new PullStand(5, 6, Ready: 1, Layers: 2));
    }

    [Fact]
    public void What_is_counted_while_a_layer_is_unpacked_is_not_what_is_downloaded()
    {
        Hear("Downloading", "a", 5, 6);
        Hear("Download complete", "a");
        Hear("Extracting", "a", 2, 0).ShouldBeTrue();
        Hear("Extracting", "a", 3, 0).ShouldBeTrue("it moves all the same");
        _progress.Stand.ShouldBe(new PullStand(6, 6, Ready: 0, Layers: 1));

        Hear("Pull complete", "a");

        _progress.Stand.ShouldBe(new PullStand(6, 6, Ready: 1, Layers: 1));
    }

    [Fact]
    public void A_layer_too_small_to_be_counted_is_done_when_it_is()
    {
        Hear("Pulling fs layer", "a");
        Hear("Download complete", "a");

        _progress.Stand.ShouldBe(new PullStand(0, 0, Ready: 0, Layers: 1));
    }

    [Theory]
    [InlineData("""{"status":"Retrying in 5 seconds","progressDetail":{},"id":"a"}""")]
    [InlineData("""{"status":"Pulling from acme/runner","id":"v1"}""")]
    [InlineData("""{"status":"Digest: sha256:0"}""")]
    [InlineData("""{"status":"Downloading","progressDetail":{"current":3,"total":4},"id":"a"}""")]
    [InlineData("{}")]
    public void A_line_that_tells_nothing_new_of_a_layer_is_no_progress(string line)
    {
        Hear("Downloading", "a", 3, 4);
        var before = _progress.Stand;

        _progress.Hear(JsonSerializer.Deserialize(line, EngineJson.Default.PullLine)!).ShouldBeFalse();

        _progress.Stand.ShouldBe(before);
    }

    [Fact]
    public void However_many_layers_are_told_of_no_more_are_kept_than_an_image_can_have()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Hear("Pulling fs layer", $"layer{i}");
        }
        _progress.Stand.Layers.ShouldBe(1_000);
    }

    [Fact]
    public void Whatever_a_registry_says_of_sizes_can_be_added_up_and_waited_for()
    {
        var pull = new Pull(ImageReference.TryParse("a/b:1")!, [], DateTimeOffset.UnixEpoch);
        pull.Progress.Hear(new PullLine
        {
            Status = "Downloading", Id = "a", Detail = new PullDetail { Current = 1, Total = long.MaxValue },
        });
        pull.Progress.Hear(new PullLine
        {
            Status = "Downloading", Id = "b", Detail = new PullDetail { Current = -7, Total = long.MaxValue },
        });

        pull.Tell().Percent.ShouldBe(0);
        var now = DateTimeOffset.UnixEpoch.AddMinutes(6);
        pull.AgainAt(now).ShouldBe(now.AddMinutes(2));
    }

    [Theory]
    [InlineData(1, 999_999_999L, 0, 1000)]
    [InlineData(2_500_000, 2_500_000L, 3, 3)]
    [InlineData(0, 0L, 0, 0)]
    public void Megabytes_are_whole_ones_and_all_of_them_are_there_only_when_they_are(
        long done, long total, long doneMegabytes, long totalMegabytes)
    {
        var stand = new PullStand(done, total, 0, 1);
        (stand.DoneMegabytes, stand.TotalMegabytes).ShouldBe((doneMegabytes, totalMegabytes));
    }

    private bool Hear(string status, string id, long current = 0, long total = 0) => _progress.Hear(new PullLine
    {
        Status = status, Id = id, Detail = new PullDetail { Current = current, Total = total },
    });
}
