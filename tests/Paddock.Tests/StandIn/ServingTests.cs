using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Tests.StandIn;

/// <summary>Where a stand-in is, what it says of that, and what it offers.</summary>
public sealed class ServingTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stand-in-");
    private readonly byte[] _archive = [1, 2, 3];
    private StandInServer _server = null!;
    private StandInControl _control = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(_folder.FullName, "actions-runner-linux-x64-2.400.1.tar.gz");
        await File.WriteAllBytesAsync(path, _archive, Stop);
        _server = await StandInServer.StartAsync(
            new StandInOptions
            {
                Addresses = [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")],
                PublicUrl = new Uri("http://172.17.0.1:8090"),
                Archives = [StandInArchive.At(path)],
            },
            Stop);
        _control = _server.Control();
        await _control.AddOrganizationAsync("acme", Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private HttpClient Client()
    {
        var http = new HttpClient { BaseAddress = _server.BaseAddress };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {StandInToken.Admin.Value}");
        return http;
    }

    [Fact]
    public async Task Several_addresses_share_one_port()
    {
        using var other = new StandInControl(new Uri($"http://127.0.0.2:{_server.BaseAddress.Port}"));
        (await other.StateAsync(Stop)).Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Runners_are_told_the_public_address()
    {
        using var http = Client();
        using var response = await http.PostAsJsonAsync(
            "/orgs/acme/actions/runners/generate-jitconfig",
            new JsonObject
            {
                ["name"] = "r", ["runner_group_id"] = 1, ["labels"] = new JsonArray("self-hosted"),
            },
            Stop);
        var body = await response.Content.ReadFromJsonAsync<JsonNode>(Stop);
        var files = ProtocolRunner.Unpack((string)body!["encoded_jit_config"]!);
        files[".runner"]["ServerUrlV2"]!.ToString().ShouldStartWith("http://172.17.0.1:8090/");
        files[".credentials"]["Data"]!["authorizationUrl"]!.ToString().ShouldStartWith("http://172.17.0.1:8090/");
    }

    [Fact]
    public async Task An_archive_is_offered_with_its_checksum_and_served()
    {
        using var http = Client();
        var list = await http.GetFromJsonAsync<JsonNode>(
            "/orgs/acme/actions/runners/downloads", Stop);
        var offer = list![0]!;
        offer["filename"]!.ToString().ShouldBe("actions-runner-linux-x64-2.400.1.tar.gz");
        offer["sha256_checksum"]!.ToString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_archive)));
        var path = new Uri(offer["download_url"]!.ToString()).AbsolutePath;
        (await http.GetByteArrayAsync(path, Stop)).ShouldBe(_archive);
    }

    [Fact]
    public void An_archive_of_another_name_is_refused() =>
        Should.Throw<ArgumentException>(() => StandInArchive.At("runner.zip"));

    [Fact]
    public async Task Two_starts_do_not_share_the_numbers_of_jobs()
    {
        await using var second = await StandInServer.StartAsync(new StandInOptions(), Stop);
        using var control = second.Control();
        (await FirstJobAsync(control)).ShouldNotBe(await FirstJobAsync(_control));
    }

    [Fact]
    public async Task A_refused_order_says_why()
    {
        var refusal = await Should.ThrowAsync<HttpRequestException>(
            () => _control.QueueRunAsync(new NewRun("acme/nothing", []), Stop));
        refusal.Message.ShouldContain("There is no repository acme/nothing.");
    }

    [Fact]
    public async Task A_job_cannot_need_what_there_is_not()
    {
        await _control.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
        await Should.ThrowAsync<HttpRequestException>(() => _control.QueueRunAsync(
            new NewRun("acme/app", [new NewJob("test", ["self-hosted"]) { Needs = ["build"] }]), Stop));
    }

    private static async Task<long> FirstJobAsync(StandInControl control)
    {
        await control.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
        return (
            await control.QueueRunAsync(new NewRun("acme/app", [new NewJob("build", ["self-hosted"])]), Stop)).Jobs[0];
    }
}
