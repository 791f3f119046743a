using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Paddock.Core.Facts;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Webhooks;
using Paddock.Ports;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

/// <summary>One delivery as GitHub would make it; tests change what they are about.</summary>
internal sealed record Delivery(byte[] Body)
{
    public string Connection { get; init; } = "default";

    public string? Event { get; init; } = "workflow_job";

    public string? ContentType { get; init; } = "application/json";

    public string? Id { get; init; } = "4aa0d5a0-95bf-11ec-8b1c-3e2e7c6b8d1a";

    /// <summary>The signature header; null for none.</summary>
    public string? Signature { get; init; } = Deliveries.Sign(Body, Deliveries.Secret);

    public long? ContentLength { get; init; } = Body.Length;

    public static Delivery OfText(string body) => new(Encoding.UTF8.GetBytes(body));

    public static Delivery OfFile(string name) => new(Fixture.Bytes($"webhooks/{name}"));

    public string? Header(string name) => name switch
    {
        "X-GitHub-Event" => Event,
        "X-GitHub-Delivery" => Id,
        "X-Hub-Signature-256" => Signature,
        _ => null,
    };
}

/// <summary>A receiver for tests, and what it admitted.</summary>
internal sealed class Deliveries
{
    public const string Secret = "It's a Secret to Everybody";
    public const string Next = "the one after";

    private readonly WebhookReceiver _receiver;
    private readonly ConcurrentQueue<(IReadOnlyList<JobObservation> Reports, Guid? Delivery)> _admitted = new();
    private readonly ConcurrentQueue<(string Event, string Message)> _logged = new();

    public Deliveries(WebhookLimits? limits = null)
    {
        _receiver = new WebhookReceiver(
            [
                Connection("default", Secret, Next),
                Connection("ghes", "another secret") with { Url = new Uri("https://git.acme.example") },
                Connection("polling"),
                Connection("open") with { AcceptsUnsignedWebhooks = true },
                Connection("both", Secret) with { AcceptsUnsignedWebhooks = true },
                Connection("blank", ""),
            ],
            async (reports, delivery, cancellationToken) =>
            {
                _admitted.Enqueue((reports, delivery));
                return await Admit(delivery, cancellationToken);
            },
            (_, _, _, _) => throw new InvalidOperationException("No delivery here is a reason to ask GitHub."),
            Time,
            new QueueLogger<WebhookReceiver>(_logged),
            limits);
    }

    public TestTime Time { get; } = new();

    /// <summary>What the store does; true for a repeat.</summary>
    public Func<Guid?, CancellationToken, Task<bool>> Admit { get; set; } = (_, _) => Task.FromResult(false);

    public IReadOnlyList<JobObservation> Admitted => [.. _admitted.SelectMany(admitted => admitted.Reports)];

    public IReadOnlyList<Guid?> Ids => [.. _admitted.Select(admitted => admitted.Delivery)];

    /// <summary>What the receiver logged, at any level.</summary>
    public IReadOnlyCollection<(string Event, string Message)> Logged => _logged;

    public static string Sign(byte[] body, string secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    public Task<WebhookReply> ReceiveAsync(Delivery delivery) =>
        ReceiveAsync(delivery, PipeReader.Create(new ReadOnlySequence<byte>(delivery.Body)));

    public Task<WebhookReply> ReceiveAsync(Delivery delivery, PipeReader body) => ReceiveAsync(
        new WebhookRequest(delivery.Connection, delivery.Header, delivery.ContentType, delivery.ContentLength, body));

    public Task<WebhookReply> ReceiveAsync(WebhookRequest request) =>
        _receiver.ReceiveAsync(request, TestContext.Current.CancellationToken);

    private static GitHubConnection Connection(string name, params string[] secrets) => new()
    {
        Name = name,
        Url = new Uri("https://github.com"),
        Credential = new GitHubCredential.Token(new Secret("t")),
        WebhookSecrets = [.. secrets.Select(secret => new Secret(secret))],
    };
}
