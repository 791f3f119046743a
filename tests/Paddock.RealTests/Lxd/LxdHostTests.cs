using System.Text.Json;
using Paddock.RealTests.Docker;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Lxd;

/// <summary>What every other test here stands on.</summary>
[Collection(nameof(DockerHost))]
public sealed class LxdHostTests(LxdHost host) : IAsyncLifetime
{
    private readonly List<string> _made = [];

    public async ValueTask InitializeAsync() => await host.ReadyAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _made)
        {
            await host.CommandAsync("delete", "--force", name);
        }
    }

    [Fact]
    public async Task A_container_boots_and_gets_an_address()
    {
        var name = await MakeAsync("boots", LxdHost.BareImage);
        await host.CommandAsync("start", name);
        await Eventually.GetAsync(() => SystemStateAsync(name), state => state == "running");
        var subnet = host.Gateway[..(host.Gateway.LastIndexOf('.') + 1)];
        (await AddressesAsync(name)).ShouldContain(address => address.StartsWith(subnet, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_put_into_a_container_before_it_starts_and_is_there_when_the_daemon_was_killed()
    {
        var name = await MakeAsync("filled", LxdHost.ScriptedImage);
        var source = Path.Combine(RepositoryFiles.Root, "Paddock.slnx");
        await host.CommandAsync(
            "file", "push", source, $"{name}/actions-runner/.runner", "--uid=1234", "--gid=1234", "--mode=0600");
        await host.RestartAsync();
        await host.CommandAsync("start", name);
        (await host.CommandAsync("exec", name, "--", "stat", "-c", "%U %a", "/actions-runner/.runner"))
            .ShouldBe("runner 600");
    }

    [Fact]
    public async Task A_root_disk_with_a_size_is_full_at_that_size()
    {
        var pool = host.QuotaPool();
        var name = await MakeAsync("full", LxdHost.BareImage, "--storage", pool, "--device", "root,size=300MiB");
        await host.CommandAsync("start", name);
        var failure = await Should.ThrowAsync<InvalidOperationException>(
            host.CommandAsync("exec", name, "--", "dd", "if=/dev/urandom", "of=/large", "bs=1M", "count=400"));
        failure.Message.ShouldContain("Disk quota exceeded");
    }

    /// <summary>What systemd says of itself, or why it cannot be asked yet.</summary>
    private async Task<string> SystemStateAsync(string name)
    {
        try
        {
            return await host.CommandAsync("exec", name, "--", "systemctl", "is-system-running");
        }
        catch (InvalidOperationException failure)
        {
            return failure.Message;
        }
    }

    private async Task<IReadOnlyList<string>> AddressesAsync(string name)
    {
        using var state = JsonDocument.Parse(await host.CommandAsync("query", $"/1.0/instances/{name}/state"));
        return state.RootElement.GetProperty("network").TryGetProperty("eth0", out var card)
            ? [.. card.GetProperty("addresses").EnumerateArray().Select(one => one.GetProperty("address").GetString()!)]
            : [];
    }

    private async Task<string> MakeAsync(string name, string image, params string[] more)
    {
        await host.CommandAsync(["init", image, name, .. more]);
        _made.Add(name);
        return name;
    }
}
