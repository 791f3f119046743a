using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

/// <summary>
/// A test with a stand-in of its own. Every answer of the REST API that passes <see cref="Rest"/> is held against
/// GitHub's description, so each test is also one of that.
/// </summary>
public abstract class StandInTest : IAsyncLifetime
{
    protected StandInServer Server { get; private set; } = null!;

    protected StandInControl Control { get; private set; } = null!;

    /// <summary>The administrator at the REST API.</summary>
    protected HttpClient Rest { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected virtual StandInOptions Options => new() { Seed = 1 };

    public virtual async ValueTask InitializeAsync()
    {
        Server = await StandInServer.StartAsync(Options, Stop);
        Control = Server.Control();
        Rest = RestAs(StandInToken.Admin.Value);
        await Control.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
    }

    public virtual async ValueTask DisposeAsync()
    {
        // A defect of the stand-in, or a request it does not know, is the test's failure even if nobody looked.
        var state = await Control.StateAsync(CancellationToken.None);
        Rest.Dispose();
        Control.Dispose();
        await Server.DisposeAsync();
        state.Errors.ShouldBeEmpty();
        GC.SuppressFinalize(this);
    }

    protected HttpClient RestAs(string? token)
    {
        var http = new HttpClient(new CheckedHandler()) { BaseAddress = new Uri($"{Server.ApiAddress}/") };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        return http;
    }

    protected async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Rest.GetAsync(path, Stop);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync(Stop));
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
    }

    protected async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(
            method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Rest.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Registers a runner and returns its id and its JIT configuration.</summary>
    protected async Task<(long Id, string Jit)> RegisterAsync(string name, params string[] labels)
    {
        var (status, body) = await SendAsync(
            HttpMethod.Post, "orgs/acme/actions/runners/generate-jitconfig", JitBody(name, labels));
        status.ShouldBe(201, body?.ToJsonString());
        return ((long)body!["runner"]!["id"]!, (string)body["encoded_jit_config"]!);
    }

    protected static JsonObject JitBody(string name, params string[] labels) => new()
    {
        ["name"] = name,
        ["runner_group_id"] = 1,
        ["labels"] = new JsonArray(
            [.. (labels.Length == 0 ? ["self-hosted"] : labels).Select(label => (JsonNode)label)]),
    };

    protected Task<RunState> QueueAsync(params NewJob[] jobs) =>
        Control.QueueRunAsync(new NewRun("acme/app", jobs), Stop);

    protected static NewJob Job(string name, params string[] scripts) =>
        new(name, ["self-hosted"]) { Steps = [.. scripts.Select(script => new NewStep(script))] };

    /// <summary>Waits until a job is as wanted.</summary>
    protected Task<JobState> JobAsync(long id, Func<JobState, bool> isWanted) =>
        Eventually.GetAsync(() => Control.JobAsync(id, Stop), isWanted);

    private sealed class CheckedHandler() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var path = request.RequestUri!.AbsolutePath["/api/v3".Length..];
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            OpenApi.GitHub.CheckAnswer(request.Method.Method, path, (int)response.StatusCode, body)
                .ShouldBeEmpty($"{request.Method} {path} answered {(int)response.StatusCode}: {body}");
            return response;
        }
    }
}
