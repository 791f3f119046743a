using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Tests of the provider at a stand-in whose time a test moves.</summary>
public abstract class LxdTest : IAsyncLifetime
{
    private protected const string Name = "pdk-one";
    private protected const string Mark = "a secret of the ticket";

    internal TestTime Time { get; } = new();

    internal LxdPlace Place { get; private set; } = null!;

    internal StandingLxd Lxd => Place.Lxd;

    internal static FleetIdentity Identity { get; } = new("fleet", "ours", RunnerNames.MarkOf("fleet", "ours"));

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected static Ticket Stays => TicketOf($$"""{"AgentId":1,"Key":"{{Mark}}"}""");

    protected static Ticket Ends => TicketOf(Mark);

    public async ValueTask InitializeAsync() => Place = await LxdPlace.StartAsync(Options(new StandingOptions(Time)));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Place.DisposeAsync();
    }

    internal virtual StandingOptions Options(StandingOptions options) => options;

    protected LxdProvider Open(Func<LxdSettings, LxdSettings>? change = null) => Place.Open(Identity, change);

    protected static MachineSpec Spec(string name = Name, string image = LxdPlace.Image)
    {
        var machine = new MachineName(name);
        var tags = new MachineTags(
            Identity.Fleet, Identity.Install, new PoolName("linux"), machine, Generation: 1, DateTimeOffset.UnixEpoch);
        return new MachineSpec(machine, tags, LxdTrial.OfferOf(image), LxdTrial.Home, TimeSpan.FromHours(1));
    }

    protected static Fault FaultOf(EnsureReply reply) => reply.ShouldBeOfType<EnsureReply.Refused>().Fault;

    protected static async Task<IReadOnlyList<ListedMachine>> ListAsync(IProvider provider) =>
        (await provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Complete>().Machines;

    /// <summary>Lets a second go by whenever somebody waits for that.</summary>
    internal async Task<T> PassTimeAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            var waiting = Time.TimerWithinAsync(TimeSpan.FromSeconds(1));
            if (await Task.WhenAny(task, waiting) == waiting)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
        return await task;
    }

    /// <summary>What an administrator does at the server.</summary>
    internal async Task<Read> AdministerAsync(string method, string target, string? body = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (_, token) => LocalSocket.ConnectAsync(Lxd.SocketPath, token),
        });
        return await StandingTest.SendAsync(http, method, $"http://lxd{target}", body);
    }

    private static Ticket TicketOf(string text) => new([new TicketFile(".runner", new Secret(text))]);
}
