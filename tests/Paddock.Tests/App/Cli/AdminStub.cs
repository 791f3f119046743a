using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Paddock.App.Api;

namespace Paddock.Tests.App.Cli;

/// <summary>Answers like a Paddock on a unix socket, and remembers what it was asked.</summary>
internal sealed class AdminStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder = Directory.CreateTempSubdirectory("admin-stub-").FullName;
    private readonly List<string> _requests = [];
    private readonly Queue<string> _next = [];

    private AdminStub()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => $"unix:{Socket}";

    /// <summary>Method, path and body of each.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>The token of the last request.</summary>
    public string? Authorization { get; private set; }

    public (int Status, string Body) Answer { get; set; } = (200, "{}");

    private string Socket => Path.Combine(_folder, "admin.sock");

    public static async Task<AdminStub> StartAsync()
    {
        var stub = new AdminStub();
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public void Says<T>(T reply, JsonTypeInfo<T> shape, int status = 200) =>
        Answer = (status, JsonSerializer.Serialize(reply, shape));

    /// <summary>These one after the other, and the last from then on.</summary>
    public void Answers(params IReadOnlyList<string> bodies)
    {
        _next.Clear();
        bodies.ToList().ForEach(_next.Enqueue);
    }

    public void Refuses(int status, string detail, string? remedy) => Says(
        new ProblemReply("about:blank", "A problem", status, "code", detail, remedy), ApiJson.Default.ProblemReply,
        status);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var request = context.Request;
        Authorization = request.Headers.Authorization;
        _requests.Add($"{request.Method} {request.Path}{request.QueryString}{(body.Length > 0 ? $" {body}" : "")}");
        if (_next.TryDequeue(out var next))
        {
            Answer = (200, next);
        }
        context.Response.StatusCode = Answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Answer.Body);
    }
}
