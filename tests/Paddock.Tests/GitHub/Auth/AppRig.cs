using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Auth;

/// <summary>
/// A stand-in with an App that is installed on <c>acme</c>, and the adapters that know it by its key. Both clocks stand
/// still until a test moves them, and may differ.
/// </summary>
internal sealed class AppRig : IAsyncDisposable
{
    public const string ClientId = "Iv23liacme";
    public const string Find = "apps/get-org-installation";
    public const string Mint = "apps/create-installation-access-token";
    public const string List = "actions/list-self-hosted-runners-for-org";

    public static readonly Scope Organization = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");
    public static readonly Scope Repository = new(Scope.DefaultConnection, ScopeKind.Repository, "acme/app");

    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private StandInServer _server = null!;
    private GitHubAdapters? _adapters;

    private AppRig() => _limit.CancelAfter(RealLimit);

    public CancellationToken Limit => _limit.Token;

    /// <summary>GitHub's clock.</summary>
    public TestTime GitHubTime { get; } = new();

    /// <summary>Ours.</summary>
    public TestTime Time { get; } = new();

    public StandInControl Control { get; private set; } = null!;

    public long Installation { get; private set; }

    public GitHubCredential Credential { get; set; } =
        new GitHubCredential.App(ClientId, new Secret(TestAppKey.Common.Pkcs1));

    /// <summary>Made on first use, with the credential set until then.</summary>
    public GitHubAdapters Adapters => _adapters ??= new GitHubAdapters(
        [
            new GitHubConnection
            {
                Name = Scope.DefaultConnection,
                Url = new Uri("https://github.com"),
                ApiUrl = _server.ApiAddress,
                Credential = Credential,
            },
        ],
        new GitHubOptions { ArchiveDirectory = Path.GetTempPath() }, Time, NullLoggerFactory.Instance);

    public static async Task<AppRig> StartAsync()
    {
        var rig = new AppRig();
        rig._server = await StandInServer.StartAsync(
            new StandInOptions { Seed = 1, Time = rig.GitHubTime, Tokens = [] }, rig.Limit);
        rig.Control = rig._server.Control();
        await rig.Control.AddRepositoryAsync(new NewRepository("acme", "app"), rig.Limit);
        await rig.Control.AddAppAsync(new NewApp(ClientId, TestAppKey.Common.Public), rig.Limit);
        rig.Installation = await rig.Control.InstallAsync(new NewInstallation(ClientId, "acme"), rig.Limit);
        return rig;
    }

    public void Advance(TimeSpan by)
    {
        GitHubTime.Advance(by);
        Time.Advance(by);
    }

    public Task<RunnerListReply> ListAsync(Scope? scope = null) =>
        Adapters.Forge.ListAsync(scope ?? Organization, Limit);

    public Task<TicketReply> TicketAsync(Scope scope, string name) => Adapters.Forge.TicketAsync(
        new TicketRequest(scope, "default", new RunnerName(name), LabelSet.Of("self-hosted", "linux")), Limit);

    /// <summary>What a refused list is refused for; its message is the operator's.</summary>
    public async Task<string> RefusalAsync(Scope? scope = null)
    {
        var fault = (await ListAsync(scope)).ShouldBeOfType<RunnerListReply.Refused>().Fault;
        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        return fault.Message;
    }

    public async Task<int> CountAsync(string route) => (await Control.StateAsync(Limit)).CountOf(route);

    public async ValueTask DisposeAsync()
    {
        var state = await Control.StateAsync(CancellationToken.None);
        _limit.Dispose();
        _adapters?.Dispose();
        Control.Dispose();
        await _server.DisposeAsync();
        state.Errors.ShouldBeEmpty();
        state.Unexpected.ShouldBeEmpty();
    }
}
