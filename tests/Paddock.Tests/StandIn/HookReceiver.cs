using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Paddock.GitHubStandIn.Webhooks;

namespace Paddock.Tests.StandIn;

/// <summary>A delivery as it arrived, to the byte.</summary>
internal sealed record Arrival(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Event => Headers["X-GitHub-Event"];

    public string Guid => Headers["X-GitHub-Delivery"];

    public System.Text.Json.Nodes.JsonNode Payload => System.Text.Json.Nodes.JsonNode.Parse(Body)!;

    public string? Action => (string?)Payload["action"];

    public bool IsSignedWith(string secret) =>
        Headers.GetValueOrDefault("X-Hub-Signature-256") == Courier.SignatureOf(secret, Body);
}

/// <summary>Somebody who receives webhooks over real HTTP.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();
    private readonly WebApplication _app;

    private HookReceiver(WebApplication app)
    {
        _app = app;
        app.Run(ReceiveAsync);
    }

    public Uri Url => new(_app.Urls.First() + "/webhook");

    /// <summary>How it answers from now on.</summary>
    public int Status { get; set; } = 202;

    /// <summary>With which secrets deliveries must be signed; others get 401. Null: none need be.</summary>
    public IReadOnlyList<string>? Secrets { get; set; }

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new HookReceiver(builder.Build());
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async Task<Arrival> NextAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        return await _arrivals.Reader.ReadAsync(bound.Token);
    }

    /// <summary>The next one that is wanted; others are passed over.</summary>
    public async Task<Arrival> NextAsync(string name, string? action = null)
    {
        while (true)
        {
            var arrival = await NextAsync();
            if (arrival.Event == name && (action is null || arrival.Action == action))
            {
                return arrival;
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var arrival = new Arrival(headers, body.ToArray());
        context.Response.StatusCode = Secrets is null || Secrets.Any(arrival.IsSignedWith) ? Status : 401;
        _arrivals.Writer.TryWrite(arrival);
    }
}
