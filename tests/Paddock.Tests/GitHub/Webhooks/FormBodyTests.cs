using System.Text;
using System.Text.Json;
using Paddock.GitHub.Webhooks;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

public sealed class FormBodyTests
{
    [Theory]
    [InlineData("payload=%7B%22a%22%3A1%7D", "{\"a\":1}")]
    [InlineData("payload=a+b%2Bc", "a b+c")]
    [InlineData("payload=gr%C3%B6%C3%9Fe", "größe")]
    [InlineData("x=1&payload=%7b%7d&y=2", "{}")]
    [InlineData("payload=plain", "plain")]
    public void The_payload_is_decoded(string body, string payload) => Decode(body).ShouldBe(payload);

    [Theory]
    [InlineData("")]
    [InlineData("payload")]
    [InlineData("payload=")]
    [InlineData("Payload={}")]
    [InlineData("xpayload={}")]
    [InlineData("payload=%")]
    [InlineData("payload=%7")]
    [InlineData("payload=%7g")]
    [InlineData("payload=%%7B")]
    [InlineData("payload=ab%0")]
    public void What_is_no_payload_is_none(string body) => Decode(body).ShouldBe("");

    [Fact]
    public void It_decodes_what_the_platform_encodes()
    {
        var text = File.ReadAllText(Fixture.PathOf("webhooks/derived/workflow_job.queued.self-hosted.json"));

        Decode($"payload={Uri.EscapeDataString(text).Replace("%20", "+")}").ShouldBe(text);
    }

    [Fact]
    public void The_vector_of_a_form_decodes_to_JSON()
    {
        var vector = Fixture.Json("webhooks/signature-vectors.json").GetProperty("vectors").EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == "form");

        JsonDocument.Parse(Decode(vector.GetProperty("body").GetString()!)).RootElement.GetProperty("zen").GetString()
            .ShouldBe("a+b &=% größe");
    }

    private static string Decode(string body) =>
        Encoding.UTF8.GetString(FormBody.Payload(Encoding.UTF8.GetBytes(body)));
}
