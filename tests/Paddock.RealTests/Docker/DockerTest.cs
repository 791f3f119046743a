using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Docker;

/// <summary>
/// A test with an identity of its own at a real engine, so that tests see nothing of each other. One at a time, because
/// they share the host's memory.
/// </summary>
[Collection(nameof(DockerHost))]
public abstract class DockerTest(DockerHost host) : IAsyncLifetime
{
    private int _names;

    protected DockerHost Host => host;

    protected FleetIdentity Identity { get; } = LiveProviderTrial.IdentityOf("directed", new SystemDice());

    protected DockerProvider Provider { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ReadyAsync();
        Provider = host.Open(Identity);
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
            await Provider.DeleteAsync(machine.Name, CancellationToken.None);
        }
    }

    protected MachineSpec Spec(string image = DockerHost.ScriptedImage, TimeSpan? lifetime = null)
    {
        var name = new MachineName($"pdk-{Identity.Mark}-{_names++:d4}");
        var tags = new MachineTags(
            Identity.Fleet, Identity.Install, new PoolName("linux"), name, Generation: 1, DateTimeOffset.UnixEpoch);
        return new MachineSpec(
            name, tags, DockerTrial.OfferOf(image), DockerTrial.Home, lifetime ?? TimeSpan.FromMinutes(5));
    }

    /// <summary>A ticket for the scripted image, whose runner runs this.</summary>
    protected static Ticket Script(string script) => new([new TicketFile(".runner", new Secret(script))]);

    protected Task<EnsureReply> EnsureAsync(MachineSpec spec, string script) =>
        Provider.EnsureAsync(spec, Script(script), Stop);

    protected static Fault FaultOf(EnsureReply reply) => reply.ShouldBeOfType<EnsureReply.Refused>().Fault;

    protected async Task<IReadOnlyList<ListedMachine>> ListAsync() =>
        (await Provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Complete>().Machines;

    protected async Task<ListedMachine> EndedAsync(MachineSpec spec) =>
        (await Eventually.GetAsync(
            async () => (await ListAsync()).SingleOrDefault(machine => machine.Name == spec.Name),
            machine => machine is { Phase: MachinePhase.Finished or MachinePhase.Failed }))!;

    /// <summary>Runs a script to its end and returns what is known of it.</summary>
    protected async Task<(ListedMachine Machine, Diagnosis Diagnosis)> RunAsync(MachineSpec spec, string script)
    {
        (await EnsureAsync(spec, script)).ShouldBeOfType<EnsureReply.Done>();
        var machine = await EndedAsync(spec);
        return (machine, (await Provider.DiagnoseAsync(spec.Name, Stop)).ShouldNotBeNull());
    }
}
