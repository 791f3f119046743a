using System.Net;
using System.Net.Http.Headers;
using Paddock.Tests.GitHub.Webhooks;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class WebhookDoorTests
{
    private static readonly byte[] _queued = Fixture.Bytes("webhooks/derived/workflow_job.queued.self-hosted.json");

    [Theory]
    [InlineData("/webhook")]
    [InlineData("/webhook/default")]
    [InlineData("/hooks/lxdrunner")]
    public async Task A_signed_delivery_is_stored_and_is_in_the_next_picture(string path)
    {
        await using var rig = await StartAsync();

        using var response = await PostAsync(rig, path, WebhookSecret);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe("stored\n");
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Jobs.Count == 1);
    }

    [Theory]
    [InlineData("/webhook", "a guess", HttpStatusCode.Unauthorized)]
    [InlineData("/hooks/lxdrunner", "a guess", HttpStatusCode.Unauthorized)]
    [InlineData("/webhook/ghes", WebhookSecret, HttpStatusCode.NotFound)]
    public async Task Nobody_else_delivers(string path, string secret, HttpStatusCode status)
    {
        await using var rig = await StartAsync();

        using var response = await PostAsync(rig, path, secret);

        response.StatusCode.ShouldBe(status);
        rig.Desk.Engine.View!.Snapshot.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_opens_the_address_in_a_browser_learns_that_it_is_the_right_one()
    {
        await using var rig = await StartAsync();

        using var response = await rig.Public.GetAsync("/webhook", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    internal static async Task<HttpResponseMessage> PostAsync(WebRig rig, string path, string secret)
    {
        using var content = new ByteArrayContent(_queued);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("X-GitHub-Event", "workflow_job");
        content.Headers.Add("X-GitHub-Delivery", "4aa0d5a0-95bf-11ec-8b1c-3e2e7c6b8d1a");
        content.Headers.Add("X-Hub-Signature-256", Deliveries.Sign(_queued, secret));
        return await rig.Public.PostAsync(path, content, Cancel);
    }
}
