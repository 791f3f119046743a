using Paddock.Core.Model;
using Paddock.Ports.Forge;

namespace Paddock.Tests.GitHub.Tickets;

public sealed class RemovalTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";
    private const string One = $"{Runners}/23";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_runner_that_GitHub_removes_is_removed()
    {
        _github.On("DELETE", One, new Reply(204));

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.Removed>();
        _github.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_runner_at_work_stays()
    {
        _github.On("DELETE", One, Reply.Error(422, "Bad request - Runner pdk-a-1 is still running a job"));

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.Busy>().Message.ShouldContain("still running a job");
    }

    [Fact]
    public async Task A_404_is_believed_when_the_list_can_be_read_and_lacks_the_name()
    {
        _github.On("DELETE", One, Reply.Error(404, "Not Found"));
        _github.On("GET", Runners, ListOf());

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.NotFound>();
    }

    [Theory]
    [InlineData(403, FaultKind.Unauthorized)]
    [InlineData(404, FaultKind.NotFound)]
    public async Task A_404_is_not_believed_when_the_list_cannot_be_read(int status, FaultKind kind)
    {
        _github.On("DELETE", One, Reply.Error(404, "Not Found"));
        _github.On("GET", Runners, Reply.Error(status, "no"));

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.Refused>().Fault.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_list_of_a_minute_ago_is_seen_through()
    {
        _github.On("DELETE", One, Reply.Error(404, "Not Found"));
        _github.On("GET", Runners, ListOf((23, "pdk-a-1")));
        _github.On("GET", One, Reply.Error(404, "Not Found"));

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.NotFound>();
    }

    [Fact]
    public async Task A_credential_that_may_look_and_not_delete_does_not_pass_for_a_runner_that_is_gone()
    {
        _github.On("DELETE", One, Reply.Error(404, "Not Found"));
        _github.On("GET", Runners, ListOf((23, "pdk-a-1")));
        _github.On("GET", One, Reply.Ok("""{"id":23,"name":"pdk-a-1","status":"online","busy":true,"labels":[]}"""));

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Unauthorized);
    }

    [Fact]
    public async Task Without_an_id_the_name_is_looked_up()
    {
        _github.On("GET", Runners, ListOf((23, "pdk-a-1")));
        _github.On("DELETE", One, new Reply(204));

        (await RemoveAsync(id: null)).ShouldBeOfType<RemoveReply.Removed>();
        _github.Requests[0].Query.ShouldBe("?name=pdk-a-1&per_page=100");
    }

    [Fact]
    public async Task Without_an_id_a_name_that_is_not_listed_is_not_there()
    {
        _github.On("GET", Runners, ListOf());

        (await RemoveAsync(id: null)).ShouldBeOfType<RemoveReply.NotFound>();
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_filter_gets_nobody_else_removed()
    {
        _github.On("GET", Runners, ListOf((24, "somebody-else"), (23, "pdk-a-1")));
        _github.On("DELETE", One, new Reply(204));

        (await RemoveAsync(id: null)).ShouldBeOfType<RemoveReply.Removed>();
        _github.Count("DELETE", $"{Runners}/24").ShouldBe(0);
    }

    [Fact]
    public async Task A_name_that_came_back_under_another_id_is_removed_there()
    {
        // The reply to an earlier ticket request was lost, and its registration is the one with the name.
        _github.On("DELETE", One, Reply.Error(404, "Not Found"));
        _github.On("GET", Runners, ListOf((31, "pdk-a-1")));
        _github.On("DELETE", $"{Runners}/31", new Reply(204));

        (await RemoveAsync(id: 23)).ShouldBeOfType<RemoveReply.Removed>();
    }

    [Fact]
    public async Task A_removal_whose_reply_was_lost_is_asked_again()
    {
        _github.On("DELETE", One, Reply.Dropped, Reply.Error(404, "Not Found"));
        _github.On("GET", Runners, ListOf());
        var removing = RemoveAsync(id: 23);

        await _github.Time.TimerWithinAsync(TimeSpan.FromSeconds(2));
        _github.Time.Advance(TimeSpan.FromSeconds(2));

        (await removing).ShouldBeOfType<RemoveReply.NotFound>();
    }

    private static Reply ListOf(params (long Id, string Name)[] runners) =>
        RunnerListTests.PageOf(runners.Length, runners);

    private Task<RemoveReply> RemoveAsync(long? id) => _github.Adapters.Forge.RemoveAsync(
        GitHubStub.Repository, new RunnerName("pdk-a-1"), id is { } known ? new Registration(known) : null,
        _github.Limit);
}
