using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Webhooks;

/// <summary>
/// Carries letters to their receivers, several at a time and starting them in order. As at GitHub, nothing is sent
/// again by itself, and a receiver that has not answered in time has failed.
/// </summary>
internal sealed class Courier(GitHubWorld world, HttpClient http)
{
    private const int InFlightMax = 8;

    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, InFlightMax).Select(_ => CarryAsync()));

    private async Task CarryAsync()
    {
        var reader = world.Outbox.Reader;
        while (await reader.WaitToReadAsync(world.Ended))
        {
            while (reader.TryRead(out var envelope))
            {
                if (envelope.Delay > TimeSpan.Zero)
                {
                    _ = PutBackLaterAsync(envelope);
                }
                else
                {
                    await DeliverAsync(envelope);
                }
            }
        }
    }

    private async Task PutBackLaterAsync(Envelope envelope)
    {
        try
        {
            await Task.Delay(envelope.Delay, world.Options.Time, world.Ended);
            world.Do((state, _) => state.Outbox.Put(envelope with { Delay = TimeSpan.Zero }));
        }
        catch (OperationCanceledException)
        {
            // The world has ended, and the letter with it.
        }
    }

    private async Task DeliverAsync(Envelope envelope)
    {
        var (request, headers) = RequestOf(envelope);
        using (request)
        {
            var sketch = envelope.Sketch with { RequestHeaders = headers };
            var delivery = world.Do((state, now) => state.Hooks.Begin(sketch, now));
            var result = await SendAsync(request);
            world.Do((state, _) => state.Hooks.End(delivery.Id, result));
        }
    }

    [SuppressMessage(
        "Design", "CA1031", Justification = "Whatever a receiver does to the connection is its failure to receive.")]
    private async Task<DeliveryResult> SendAsync(HttpRequestMessage request)
    {
        var time = world.Options.Time;
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(world.Options.DeliveryLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, world.Ended);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            var code = (int)response.StatusCode;
            var status = response.IsSuccessStatusCode ? "OK" : $"Invalid HTTP Response: {code}";
            return new DeliveryResult(code, status, time.GetElapsedTime(started))
            {
                Body = body,
                Headers = response.Headers.ToDictionary(
                    header => header.Key, header => string.Join(", ", header.Value)),
            };
        }
        catch (OperationCanceledException)
        {
            return new DeliveryResult(0, "timed out", time.GetElapsedTime(started));
        }
        catch (Exception)
        {
            return new DeliveryResult(0, "failed to connect to host", time.GetElapsedTime(started));
        }
    }

    private static (HttpRequestMessage Request, IReadOnlyDictionary<string, string> Headers) RequestOf(
        Envelope envelope)
    {
        var settings = envelope.Hook.Settings;
        var isForm = settings.ContentType == "form";
        var text = isForm
            ? $"payload={Uri.EscapeDataString(envelope.Sketch.Payload).Replace("%20", "+", StringComparison.Ordinal)}"
            : envelope.Sketch.Payload;
        var body = Encoding.UTF8.GetBytes(text);
        var headers = new Dictionary<string, string>
        {
            ["User-Agent"] = "GitHub-Hookshot/5ta4d1",
            ["Accept"] = "*/*",
            ["X-GitHub-Event"] = envelope.Sketch.Event,
            ["X-GitHub-Delivery"] = envelope.Sketch.Guid.ToString(),
            ["X-GitHub-Hook-ID"] = envelope.Hook.Id.ToString(),
            ["X-GitHub-Hook-Installation-Target-Type"] = TargetTypeOf(envelope.Hook),
            ["X-GitHub-Hook-Installation-Target-ID"] = envelope.TargetId,
        };
        if (settings.Secret is { Length: > 0 } secret)
        {
            headers["X-Hub-Signature-256"] = SignatureOf(secret, body);
        }
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(
            isForm ? "application/x-www-form-urlencoded" : "application/json");
        return (request, headers);
    }

    /// <summary>Over the bytes of the body as they are sent (GitHub docs, "Validating webhook deliveries").</summary>
    public static string SignatureOf(string secret, byte[] body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    private static string TargetTypeOf(ModelHook hook) => hook.Scope.Split('/')[0] switch
    {
        "repos" => "repository",
        "orgs" => "organization",
        _ => "integration",
    };
}
