using System.Net;
using Paddock.App.Api;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class ConfigQuestionTests : IAsyncLifetime
{
    private const string Path = "/api/v1/config/diff";

    private WebRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_a_configuration_would_change_is_told_with_what_it_takes()
    {
        using var response = await _rig.Socket.PostAsync(Path, Json(
            """{"salt": "s", "values": [{"path": "fleet", "value": "other", "origin": "a.yaml:1:8"}]}"""), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var diff = await ReadAsync(response, ApiJson.Default.ConfigDiffReply);
        diff.Restart.ShouldBeTrue();
        diff.Changes.ShouldBe([new("fleet", "added", null, null, "other", "a.yaml:1:8", Restart: true)]);
    }

    [Theory]
    [InlineData("", "not the JSON")]
    [InlineData("{}", "not the JSON")]
    [InlineData("""{"salt": "s", "values": [null]}""", "not the JSON")]
    [InlineData("""{"salt": "", "values": []}""", "'salt'")]
    [InlineData(
        """
        {"salt": "s", "values": [
            {"path": "a", "value": "", "origin": ""}, {"path": "a", "value": "", "origin": ""}]}
        """,
        "'a' is there twice")]
    public async Task What_is_no_configuration_is_refused(string body, string detail)
    {
        using var response = await _rig.Socket.PostAsync(Path, Json(body), Cancel);

        var problem = await ProblemAsync(response);
        (problem.Status, problem.Code).ShouldBe((400, "bad-body"));
        problem.Detail.ShouldContain(detail);
    }
}
