using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.RealTests.Docker;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Lxd;

/// <summary>
/// A test with an identity of its own at a real server, so that tests see nothing of each other. What has ended stays
/// here, so that it can be looked at.
/// </summary>
[Collection(nameof(DockerHost))]
public abstract class LxdTest(LxdHost host) : IAsyncLifetime
{
    private int _names;

    protected LxdHost Host => host;

    protected FleetIdentity Identity { get; } = LiveProviderTrial.IdentityOf("directed", new SystemDice());

    protected LxdProvider Provider { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ReadyAsync();
        Provider = Open();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Provider is null)
        {
            return;
        }
        var listed = (MachineListReply.Complete)await Provider.ListAsync(CancellationToken.None);
        foreach (var machine in listed.Machines)
        {
            await Eventually.GetAsync(
                async () => await Provider.DeleteAsync(machine.Name, CancellationToken.None),
                reply => reply is DeleteReply.Gone);
        }
    }

    protected LxdProvider Open(
        Func<LxdSettings, LxdSettings>? change = null, Func<HttpMessageHandler, HttpMessageHandler>? around = null) =>
        host.Open(
            Identity, settings => (change ?? (same => same))(settings with { Ephemeral = false }), around);

    protected MachineSpec Spec(
        string image = LxdHost.ScriptedImage, TimeSpan? lifetime = null, MachineSize? size = null)
    {
        var name = new MachineName($"pdk-{Identity.Mark}-{_names++:d4}");
        var tags = new MachineTags(
            Identity.Fleet, Identity.Install, new PoolName("linux"), name, Generation: 1, DateTimeOffset.UnixEpoch);
        var offer = LxdTrial.OfferOf(image);
        return new MachineSpec(
            name, tags, size is null ? offer : offer with { Size = size }, DockerTrial.Home,
            lifetime ?? TimeSpan.FromMinutes(5));
    }

    /// <summary>A ticket for the scripted image, whose runner runs this.</summary>
    protected static Ticket Script(string script) => new([new TicketFile(".runner", new Secret(script))]);

    protected static Fault FaultOf(EnsureReply reply) => reply.ShouldBeOfType<EnsureReply.Refused>().Fault;

    protected static async Task<IReadOnlyList<ListedMachine>> ListAsync(IProvider provider) =>
        (await provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Complete>().Machines;

    /// <summary>Runs a script to its end and returns what is known of it.</summary>
    protected async Task<(ListedMachine Machine, string Log)> RunAsync(
        MachineSpec spec, string script, LxdProvider? provider = null)
    {
        provider ??= Provider;
        (await provider.EnsureAsync(spec, Script(script), Stop)).ShouldBeOfType<EnsureReply.Done>();
        var machine = (await Eventually.GetAsync(
            async () => (await ListAsync(provider)).SingleOrDefault(machine => machine.Name == spec.Name),
            machine => machine is { Phase: MachinePhase.Finished or MachinePhase.Failed }))!;
        return (machine, (await provider.DiagnoseAsync(spec.Name, Stop)).ShouldNotBeNull().LogTail);
    }
}
