using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Tickets;

public sealed class FindTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";
    private const string One = $"{Runners}/23";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_known_id_is_one_request()
    {
        _github.On("GET", One, Reply.Ok(Fixture.Example("actions/get-self-hosted-runner-for-repo", 200)));

        var found = (await FindAsync("MBP", 23)).ShouldBeOfType<FindReply.Found>();

        found.Runner.ShouldBe(new ListedRunner(new RunnerName("MBP"), new Registration(23), Online: true, Busy: true));
        _github.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_id_is_looked_up_by_name()
    {
        _github.On("GET", Runners, RunnerListTests.PageOf(1, (31, "pdk-a-1")));

        (await FindAsync("pdk-a-1", null)).ShouldBeOfType<FindReply.Found>().Runner.Registration.Id.ShouldBe(31);
    }

    [Fact]
    public async Task A_404_is_believed_when_the_list_can_be_read_even_if_the_list_is_old()
    {
        _github.On("GET", Runners, RunnerListTests.PageOf(1, (23, "pdk-a-1")));

        (await FindAsync("pdk-a-1", 23)).ShouldBeOfType<FindReply.NotFound>();
    }

    [Fact]
    public async Task A_404_is_not_believed_when_the_list_cannot_be_read() =>
        (await FindAsync("pdk-a-1", 23)).ShouldBeOfType<FindReply.Refused>().Fault.Kind.ShouldBe(FaultKind.NotFound);

    [Fact]
    public async Task A_name_that_is_not_listed_is_not_there()
    {
        _github.On("GET", Runners, RunnerListTests.PageOf(0));

        (await FindAsync("pdk-a-1", null)).ShouldBeOfType<FindReply.NotFound>();
    }

    [Fact]
    public async Task An_id_that_belongs_to_another_name_is_not_taken_for_it()
    {
        _github.On("GET", One, Reply.Ok("""{"id":23,"name":"other","status":"online","busy":false,"labels":[]}"""));
        _github.On("GET", Runners, RunnerListTests.PageOf(0));

        (await FindAsync("pdk-a-1", 23)).ShouldBeOfType<FindReply.NotFound>();
    }

    [Fact]
    public async Task A_credential_that_may_not_look_is_a_refusal()
    {
        _github.On("GET", One, Reply.Error(401, "Bad credentials"));

        (await FindAsync("pdk-a-1", 23)).ShouldBeOfType<FindReply.Refused>()
            .Fault.Kind.ShouldBe(FaultKind.Unauthorized);
    }

    private Task<FindReply> FindAsync(string name, long? id) => _github.Adapters.Forge.FindAsync(
        GitHubStub.Repository, new RunnerName(name), id is { } known ? new Registration(known) : null,
        _github.Limit);
}
