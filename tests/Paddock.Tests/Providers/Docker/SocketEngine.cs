using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Paddock.Tests.Providers.Docker;

/// <summary>
/// A <see cref="SmallEngine"/> behind a real unix socket, whose pulls tell what a test lets them tell, line by line.
/// </summary>
internal sealed class SocketEngine : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paddock-engine-");
    private readonly HttpMessageInvoker _engine;
    private readonly SmallEngine _small;
    private readonly WebApplication _app;

    private SocketEngine(SmallEngine small)
    {
        (_small, _engine) = (small, new HttpMessageInvoker(small, disposeHandler: false));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new($"unix://{Socket}");

    private string Socket => Path.Combine(_directory.FullName, "engine.sock");

    /// <summary>The pulls that were asked for, by image and tag, the newest of each.</summary>
    public ConcurrentDictionary<string, Pulling> Pulls { get; } = new();

    public static async Task<SocketEngine> StartAsync(SmallEngine small)
    {
        var engine = new SocketEngine(small);
        await engine._app.StartAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pull in Pulls.Values)
        {
            pull.Lines.Writer.TryComplete();
        }
        await _app.DisposeAsync();
        _engine.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.Value!.EndsWith("/images/create", StringComparison.Ordinal))
        {
            await PullAsync(context, $"{request.Query["fromImage"]}:{request.Query["tag"]}");
            return;
        }
        using var asked = new HttpRequestMessage(
            new HttpMethod(request.Method), new Uri($"http://engine{request.Path}{request.QueryString}"));
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        asked.Content = new ByteArrayContent(body.ToArray());
        using var answer = await _engine.SendAsync(asked, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers)
        {
            context.Response.Headers[name] = values.ToArray();
        }
        if (answer.StatusCode is not System.Net.HttpStatusCode.NoContent)
        {
            await answer.Content.CopyToAsync(context.Response.Body);
        }
    }

    /// <summary>The image is there when the test says that there is no more to tell.</summary>
    private async Task PullAsync(HttpContext context, string image)
    {
        var pull = new Pulling(context.RequestAborted);
        Pulls[image] = pull;
        try
        {
            await foreach (var line in pull.Lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(line + "\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
            _small.Images.Add(image);
        }
        catch (OperationCanceledException)
        {
            // Whoever asked went away, and with that the pull is over, as at a real engine.
        }
    }

    /// <param name="Ended">Whoever asked for it went away.</param>
    internal sealed record Pulling(CancellationToken Ended)
    {
        public Channel<string> Lines { get; } = Channel.CreateUnbounded<string>();

        public void Download(string layer, long megabytes, long of)
        {
            var detail = $$"""{"current":{{megabytes}}000000,"total":{{of}}000000}""";
            Lines.Writer.TryWrite($$"""{"status":"Downloading","progressDetail":{{detail}},"id":"{{layer}}"}""");
        }

        public void End() => Lines.Writer.Complete();
    }
}
