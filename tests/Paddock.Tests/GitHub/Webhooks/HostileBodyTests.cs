using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.GitHub.Webhooks;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

/// <summary>Bodies nobody well-meaning would send. Unsigned ones get nowhere; signed ones do no harm.</summary>
public sealed class HostileBodyTests
{
    private const string Queued = "derived/workflow_job.queued.self-hosted.json";

    private readonly Deliveries _deliveries = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sha256=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task A_forged_delivery_is_refused_with_nothing_told(string? signature)
    {
        var reply = await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Signature = signature });

        reply.ShouldBe(new WebhookReply(401, "not signed"));
        _deliveries.Admitted.ShouldBeEmpty();
        _deliveries.Logged.ShouldBeEmpty("a log that had the right signature would sign for whoever reads it");
    }

    [Fact]
    public async Task A_signed_body_with_one_bit_changed_is_refused()
    {
        var delivery = Delivery.OfFile(Queued);
        delivery.Body[100] ^= 1;

        (await _deliveries.ReceiveAsync(delivery)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_body_without_a_signature_is_not_even_read()
    {
        var pipe = new Pipe();

        var reply = await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Signature = null }, pipe.Reader);

        reply.Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_body_that_announces_too_much_is_refused_before_it_is_read()
    {
        var delivery = Delivery.OfFile(Queued) with { ContentLength = (25 * 1024 * 1024) + 1 };

        (await _deliveries.ReceiveAsync(delivery, new Pipe().Reader)).Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_body_that_announces_little_and_sends_too_much_is_refused()
    {
        var deliveries = new Deliveries(new WebhookLimits { BodyBytesMax = 100_000 });

        var large = new Delivery(new byte[100_001]);

        (await deliveries.ReceiveAsync(large with { ContentLength = 10 })).Status.ShouldBe(413);
        (await deliveries.ReceiveAsync(large with { ContentLength = null })).Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_body_of_the_largest_size_is_read() => (await _deliveries.ReceiveAsync(
        new Delivery(new byte[25 * 1024 * 1024]) with { Event = "push" })).Status.ShouldBe(202);

    [Fact]
    public async Task Bodies_share_a_budget_and_the_one_too_many_is_sent_away()
    {
        // Memory comes in powers of two: 256 KiB are held, and half a MiB more is too much.
        var deliveries = new Deliveries(new WebhookLimits { BytesInFlightMax = 700_000 });
        var held = new Pipe();
        var first = deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { ContentLength = null }, held.Reader);
        await held.Writer.WriteAsync(new byte[150_000], TestContext.Current.CancellationToken);

        (await deliveries.ReceiveAsync(new Delivery(new byte[300_000]) with { Event = "push" })).Status.ShouldBe(503);

        await held.Writer.CompleteAsync();
        (await first).Status.ShouldBe(401);
        (await deliveries.ReceiveAsync(new Delivery(new byte[300_000]) with { Event = "push" })).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Large_bodies_that_hold_the_whole_budget_keep_no_ordinary_delivery_out()
    {
        var deliveries = new Deliveries(new WebhookLimits { BytesInFlightMax = 262_144 });
        var held = new Pipe();
        var first = deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { ContentLength = null }, held.Reader);
        await held.Writer.WriteAsync(new byte[262_144], TestContext.Current.CancellationToken);

        (await deliveries.ReceiveAsync(Delivery.OfFile(Queued))).Status.ShouldBe(202);

        await held.Writer.CompleteAsync();
        (await first).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Announcing_much_and_sending_nothing_takes_nothing_from_anybody()
    {
        var deliveries = new Deliveries(new WebhookLimits { BytesInFlightMax = 200_000 });
        var announced = Delivery.OfFile(Queued) with { ContentLength = 20_000_000 };
        var idle = Enumerable.Range(0, 50)
            .Select(_ => deliveries.ReceiveAsync(announced, new Pipe().Reader)).ToArray();

        (await deliveries.ReceiveAsync(Delivery.OfFile(Queued))).Status.ShouldBe(202);
        idle.ShouldAllBe(receiving => !receiving.IsCompleted);
        deliveries.Time.Advance(TimeSpan.FromSeconds(8));
        (await Task.WhenAll(idle)).ShouldAllBe(reply => reply.Status == 408);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{} {}")]
    [InlineData("""{"action":7}""")]
    [InlineData("""{"action":"queued"}""")]
    [InlineData("""{"action":"queued","workflow_job":[]}""")]
    [InlineData("""{"action":"queued","workflow_job":{"id":1}}""")]
    [InlineData("""{"action":"x","workflow_job":{"id":0},"repository":{"id":1,"name":"a","owner":{"login":"b"}}}""")]
    [InlineData("""{"action":"x","workflow_job":{"id":1},"repository":{"id":1,"name":"","owner":{"login":"b"}}}""")]
    [InlineData("""{"action":"x","workflow_job":{"id":1},"repository":{"id":1,"name":"a","owner":null}}""")]
    [InlineData("payload=%7B%7D")]
    public async Task What_is_no_delivery_about_a_job_is_told_in_a_line(string body)
    {
        var reply = await _deliveries.ReceiveAsync(Delivery.OfText(body));

        reply.Status.ShouldBe(400);
        reply.Text.Length.ShouldBeInRange(5, 200);
        _deliveries.Admitted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("id", "\"51001234567\"")]
    [InlineData("id", "5.1")]
    [InlineData("id", "99999999999999999999")]
    [InlineData("id", "-1")]
    [InlineData("id", "null")]
    [InlineData("run_id", "{}")]
    [InlineData("run_attempt", "99999999999")]
    [InlineData("name", "7")]
    [InlineData("labels", "\"linux\"")]
    [InlineData("labels", "[[\"linux\"]]")]
    [InlineData("labels", "{\"0\":\"linux\"}")]
    [InlineData("status", "[]")]
    [InlineData("runner_name", "0")]
    [InlineData("created_at", "[]")]
    public async Task A_member_of_the_wrong_type_is_told_with_its_place(string member, string value)
    {
        var reply = await _deliveries.ReceiveAsync(Changed(job => job[member] = JsonNode.Parse(value)));

        reply.Status.ShouldBe(400);
        _deliveries.Admitted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("created_at", "\"yesterday\"")]
    [InlineData("created_at", "\"\"")]
    [InlineData("created_at", "1763632800")]
    [InlineData("created_at", "-5")]
    [InlineData("labels", "null")]
    [InlineData("labels", "[null, \"\", \"linux\"]")]
    [InlineData("run_attempt", "null")]
    [InlineData("html_url", "null")]
    [InlineData("steps", "[[[[7]]]]")]
    public async Task A_member_that_only_decorates_holds_no_job_up(string member, string value) =>
        (await _deliveries.ReceiveAsync(Changed(job => job[member] = JsonNode.Parse(value)))).Status.ShouldBe(202);

    [Theory]
    [InlineData("Head")]
    [InlineData("Middle")]
    [InlineData("End")]
    public async Task A_truncated_payload_with_a_valid_signature_is_told(string where)
    {
        var whole = Fixture.Bytes($"webhooks/{Queued}");
        var length = where switch { "Head" => 1, "Middle" => whole.Length / 2, _ => whole.LastIndexOf((byte)'}') };

        (await _deliveries.ReceiveAsync(new Delivery(whole[..length]))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_payload_that_is_not_UTF8_is_told_even_where_nobody_looks()
    {
        var body = Fixture.Bytes($"webhooks/{Queued}");
        body[body.AsSpan().IndexOf("Testing Repo"u8)] = 0xFF;

        (await _deliveries.ReceiveAsync(new Delivery(body))).Text.ShouldContain("UTF-8");
    }

    [Fact]
    public async Task Nesting_without_end_is_told()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var body = $$"""{"x":{{deep}},"action":"queued"}""";

        (await _deliveries.ReceiveAsync(Delivery.OfText(body))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Texts_are_cut_and_stay_on_one_line()
    {
        await _deliveries.ReceiveAsync(Changed(job =>
        {
            job["name"] = "a\"b'c\n$(reboot)\u001b[31m" + new string('x', 20_000);
            job["workflow_name"] = "'; DROP TABLE jobs; --\r\n";
        }));

        var details = _deliveries.Admitted.Single().Details;
        details.Name.ShouldStartWith("a\"b'c\uFFFD$(reboot)\uFFFD[31m");
        details.Name.Length.ShouldBeLessThan(400);
        details.Workflow.ShouldBe("'; DROP TABLE jobs; --");
    }

    [Fact]
    public async Task A_text_cannot_turn_the_direction_in_which_it_is_read()
    {
        await _deliveries.ReceiveAsync(Changed(job => job["name"] = "a\u202Eb\u2066c\u2069"));

        _deliveries.Admitted.Single().Details.Name.ShouldBe("a\uFFFDb\uFFFDc\uFFFD");
    }

    [Fact]
    public async Task A_label_that_no_runner_can_have_matches_none_and_is_not_left_out()
    {
        await _deliveries.ReceiveAsync(Changed(job =>
            job["labels"] = new JsonArray("linux", new string('x', 10_000), "a\nb", "gpu\n")));

        var labels = _deliveries.Admitted.Single().Details.Labels;
        labels.Count.ShouldBe(4);
        labels.Contains("gpu").ShouldBeFalse();
        labels.Contains(new string('x', 256)).ShouldBeFalse();
        labels.Equals(LabelSet.Of("linux", new string('x', 256), "a", "b")).ShouldBeFalse();
        labels.Texts.ShouldAllBe(label => label.Length < 300 && !label.Contains('\n'));
    }

    [Fact]
    public async Task More_labels_than_a_runner_can_have_match_none()
    {
        var names = Enumerable.Range(0, 5_000).Select(i => $"l{i}").ToArray();
        await _deliveries.ReceiveAsync(Changed(job =>
            job["labels"] = new JsonArray([.. names.Select(name => (JsonNode)name)])));

        var labels = _deliveries.Admitted.Single().Details.Labels;
        labels.Count.ShouldBe(101);
        labels.IsSubsetOf(new LabelSet(names)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_last_of_two_equal_members_counts_as_it_does_for_GitHub()
    {
        var text = Encoding.UTF8.GetString(Fixture.Bytes($"webhooks/{Queued}"));

        await _deliveries.ReceiveAsync(Delivery.OfText("{\"action\":\"completed\"," + text.TrimStart()[1..]));

        _deliveries.Admitted.Single().ShouldBeOfType<JobQueued>();
    }

    private static Delivery Changed(Action<JsonObject> change)
    {
        var payload = JsonNode.Parse(Fixture.Bytes($"webhooks/{Queued}"))!.AsObject();
        change(payload["workflow_job"]!.AsObject());
        return new Delivery(JsonSerializer.SerializeToUtf8Bytes(payload));
    }
}
