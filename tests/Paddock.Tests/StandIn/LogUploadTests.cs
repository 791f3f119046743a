using System.Text;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;

namespace Paddock.Tests.StandIn;

/// <summary>How a worker brings its logs: by the requests that the runner's blob client makes.</summary>
public sealed class LogUploadTests : StandInTest
{
    private readonly HttpClient _http = new();
    private ProtocolRunner _runner = null!;
    private JsonObject _job = null!;
    private long _jobId;

    protected override StandInOptions Options => new() { Seed = 1, PollHold = TimeSpan.FromSeconds(1) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var (_, jit) = await RegisterAsync("r");
        _runner = new ProtocolRunner(jit);
        _jobId = (await QueueAsync(Job("build"))).Jobs[0];
        await _runner.ConnectAsync();
        _job = await _runner.TakeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        _runner.Dispose();
        _http.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Logs_in_pieces_come_together()
    {
        (await PutAsync("", "")).ShouldBe(201);
        (await PutAsync("&comp=appendblock", "one\n")).ShouldBe(201);
        (await PutAsync("&comp=appendblock", "two\n")).ShouldBe(201);
        (await PutAsync("&comp=seal", "")).ShouldBe(200);
        (await Control.LogAsync(_jobId, Stop)).Job.ShouldBe("one\ntwo\n");
        using var log = await _http.SendAsync(LogRequest(), Stop);
        (await log.Content.ReadAsStringAsync(Stop)).ShouldBe("one\ntwo\n");
    }

    [Fact]
    public void A_worker_is_told_to_use_the_blob_store_s_own_client() =>
        _job["variables"]!["system.github.results_upload_with_sdk"]!["value"]!.ToString().ShouldBe("true");

    [Theory]
    [InlineData("", 409)]
    [InlineData("&comp=blocklist", 400)]
    public async Task What_a_log_holds_is_not_replaced_by_mistake(string query, int expected)
    {
        await PutAsync("", "kept\n");
        (await PutAsync(query, "other\n")).ShouldBe(expected);
        (await Control.LogAsync(_jobId, Stop)).Job.ShouldBe("kept\n");
    }

    [Theory]
    [InlineData("&comp=appendblock")]
    [InlineData("&comp=seal")]
    public async Task What_was_never_begun_can_be_neither_continued_nor_ended(string query) =>
        (await PutAsync(query, "")).ShouldBe(404);

    [Fact]
    public async Task A_blob_s_address_cannot_be_guessed()
    {
        using var content = new StringContent("x");
        using var response = await _http.PutAsync($"{Server.BaseAddress}_runner/blobs/any?sig=00", content, Stop);
        ((int)response.StatusCode).ShouldBe(403);
    }

    private async Task<int> PutAsync(string query, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, await AddressAsync() + query)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)),
        };
        request.Headers.TryAddWithoutValidation("If-None-Match", query.Length == 0 ? "*" : null);
        using var response = await _http.SendAsync(request, Stop);
        return (int)response.StatusCode;
    }

    private async Task<string> AddressAsync()
    {
        var endpoint = new Uri((string)_job["variables"]!["system.github.results_endpoint"]!["value"]!);
        var call = new Uri(endpoint, "twirp/results.services.receiver.Receiver/GetJobLogsSignedBlobURL");
        var ids = new JsonObject { ["workflow_job_run_backend_id"] = (string)_job["jobId"]! };
        var (_, reply) = await _runner.AboutAsync(_job, call.ToString(), ids);
        return (string)reply!["logs_url"]!;
    }

    /// <summary>By REST, which redirects to the blob; the plain client follows.</summary>
    private HttpRequestMessage LogRequest()
    {
        var request = new HttpRequestMessage(
            HttpMethod.Get, $"{Server.ApiAddress}/repos/acme/app/actions/jobs/{_jobId}/logs");
        request.Headers.UserAgent.ParseAdd("paddock-tests");
        request.Headers.Authorization = Rest.DefaultRequestHeaders.Authorization;
        return request;
    }
}
