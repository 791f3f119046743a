using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub;

/// <summary>One scripted answer.</summary>
internal sealed record Reply(int Status, string Body = "", params (string Name, string Value)[] Headers)
{
    /// <summary>The request was read, and the connection ends without an answer.</summary>
    public static Reply Dropped { get; } = new(-1);

    /// <summary>The request was read, and nothing comes until the asker gives up.</summary>
    public static Reply Silence { get; } = new(-2);

    /// <summary>The head and half of the body come, then the connection ends.</summary>
    public static Reply HalfOf(int status, string body) => new(status, body, ("x-test-cut", "half"));

    public static Reply Ok(string body, params (string Name, string Value)[] headers) => new(200, body, headers);

    public static Reply Error(int status, string message, params (string Name, string Value)[] headers) =>
        new(status, $$"""{"message":"{{message}}","documentation_url":"h","status":"{{status}}"}""", headers);
}

/// <summary>
/// A GitHub over real HTTP that answers what a test tells it to, with the adapters under test pointed at it. Every
/// request is held against GitHub's own description; a request GitHub would not take fails the test at its end.
/// </summary>
internal sealed class GitHubStub : IAsyncDisposable
{
    public const string Token = "ghp_stub0123456789";

    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Func<SeenRequest, Task<Reply>>> _answers = new();
    private readonly CancellationTokenSource _limit =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-archives-").FullName;
    private LoopbackServer _server = null!;
    private GitHubAdapters? _adapters;

    private GitHubStub() => _limit.CancelAfter(RealLimit);

    /// <summary>For every call of a test: what hangs has failed.</summary>
    public CancellationToken Limit => _limit.Token;

    public TestTime Time { get; } = new();

    public Uri Address => _server.Address;

    public string ArchiveDirectory => _directory;

    /// <summary>Without the question whose token it is, which only <c>TokenOwner</c>'s tests care for.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. _server.Requests.Where(request => request.Path != "/user")];

    public IReadOnlyList<SeenRequest> AllRequests => _server.Requests;

    /// <summary>Requests that are not GitHub's at all, such as a download's.</summary>
    public HashSet<string> ForeignPaths { get; } = [];

    /// <summary>Made on first use, from the connections and options set until then.</summary>
    public GitHubAdapters Adapters =>
        _adapters ??= new GitHubAdapters(Connections, Options, Time, NullLoggerFactory.Instance);

    public List<GitHubConnection> Connections { get; } = [];

    public GitHubOptions Options { get; set; } = null!;

    public static async Task<GitHubStub> StartAsync()
    {
        var stub = new GitHubStub();
        stub._server = await LoopbackServer.StartAsync(stub.AnswerAsync);
        stub.Options = new GitHubOptions { ArchiveDirectory = stub._directory };
        stub.Connections.Add(stub.Connect("default"));
        stub.On("GET", "/user", Reply.Ok("""{"login":"alice","id":1}"""));
        return stub;
    }

    public GitHubConnection Connect(string name, string token = Token) => new()
    {
        Name = name,
        Url = new Uri("https://github.com"),
        ApiUrl = Address,
        Credential = new GitHubCredential.Token(new Secret(token)),
    };

    /// <summary>These answers in this order; the last one again and again.</summary>
    public void On(string method, string target, params Reply[] replies)
    {
        var next = 0;
        On(method, target, _ => replies[Math.Min(Interlocked.Increment(ref next), replies.Length) - 1]);
    }

    public void On(string method, string target, Func<SeenRequest, Reply> answer) =>
        On(method, target, request => Task.FromResult(answer(request)));

    /// <param name="target">A path, or a path with its query, which then has to be the same.</param>
    public void On(string method, string target, Func<SeenRequest, Task<Reply>> answer) =>
        _answers[$"{method} {target}"] = answer;

    public int Count(string method, string path) =>
        Requests.Count(request => request.Method == method && request.Path == path);

    public static Scope Repository { get; } = new(Scope.DefaultConnection, ScopeKind.Repository, "octo-org/octo-repo");

    public static Scope Organization { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "octo-org");

    private async Task AnswerAsync(HttpContext context, SeenRequest request)
    {
        var answer = _answers.GetValueOrDefault($"{request.Method} {request.Target}")
            ?? _answers.GetValueOrDefault($"{request.Method} {request.Path}");
        var reply = answer is null ? Reply.Error(404, "Not Found") : await answer(request);
        if (reply == Reply.Silence)
        {
            await Eventually.CancelledAsync(context.RequestAborted);
        }
        if (reply.Status < 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers.Append(name, value);
        }
        if (reply.Body.Length == 0)
        {
            return;
        }
        context.Response.ContentType = "application/json; charset=utf-8";
        if (reply.Headers.Contains(("x-test-cut", "half")))
        {
            context.Response.ContentLength = reply.Body.Length;
            await context.Response.WriteAsync(reply.Body[..(reply.Body.Length / 2)]);
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }
        await context.Response.WriteAsync(reply.Body);
    }

    public async ValueTask DisposeAsync()
    {
        _limit.Dispose();
        _adapters?.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        Requests.Where(request => !ForeignPaths.Contains(request.Path))
            .SelectMany(OpenApi.GitHub.CheckRequest).ShouldBeEmpty();
    }
}
