using System.Globalization;
using System.Security.Cryptography;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

/// <summary>
/// A trial at a real place, for <c>paddock provider check</c> and for tests. Its tickets are of no use at GitHub: with
/// one kind a runner finds no server and goes on trying, with the other it cannot read its own configuration and goes.
/// </summary>
/// <param name="provider">Opened with the identity of the check, not of the fleet: <see cref="IdentityOf"/>.</param>
/// <param name="other">The same place, opened with another identity of the same fleet name.</param>
public class LiveProviderTrial(
    (IProvider Provider, FleetIdentity Identity) provider, (IProvider Provider, FleetIdentity Identity) other,
    Offer offer, Scope scope, TimeProvider time, IDice dice) : IProviderTrial
{
    private static readonly TimeSpan PlantedLifetime = TimeSpan.FromMinutes(10);

    private readonly List<MachineName> _planted = [];
    private readonly ulong _seed = dice.Draw();
    private int _names;

    public IProvider Provider => provider.Provider;

    public FleetIdentity Identity => provider.Identity;

    public Offer Offer => offer;

    public Offer? BadOffer { get; init; }

    public Scope Scope => scope;

    public TimeProvider Time => time;

    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan ShortLifetime { get; init; } = TimeSpan.FromSeconds(5);

    public int Several { get; init; } = 3;

    /// <summary>
    /// An identity for one run of the checks, so that nothing a fleet has made can be touched by them.
    /// </summary>
    public static FleetIdentity IdentityOf(string fleet, IDice dice)
    {
        var install = dice.Draw().ToString("x16", CultureInfo.InvariantCulture);
        return new FleetIdentity(fleet, install, RunnerNames.MarkOf(fleet, install));
    }

    public MachineName NewName() =>
        new(RunnerNames.Draw(Identity.Mark, new Seed(_seed, DecisionNumber: 0), _names++));

    /// <summary>
    /// The shape of a JIT configuration (decision D24). Nobody listens on port 9 of this host, and a
    /// runner without a server to speak to tries again for as long as it is let.
    /// </summary>
    public TrialTicket NewTicket(MachineName machine, RunnerCourse course)
    {
        using var key = RSA.Create(2048);
        var secret = key.ExportParameters(includePrivateParameters: true);
        var mark = Convert.ToBase64String(secret.D!);
        var runner = course == RunnerCourse.Ends
            ? "this is no configuration"
            : $$"""
                {"AgentId":1,"AgentName":"{{machine}}","PoolId":1,"PoolName":"check","DisableUpdate":true,
                "Ephemeral":true,"ServerUrlV2":"http://127.0.0.1:9/","UseV2Flow":true,"WorkFolder":"_work"}
                """;
        const string credentials =
            """
            {"scheme":"OAuth","data":{"clientId":"check","authorizationUrl":"http://127.0.0.1:9/token",
            "requireFipsCryptography":"True"}}
            """;
        return new TrialTicket(
            new Ticket(
            [
                new TicketFile(".runner", new Secret(runner)),
                new TicketFile(".credentials", new Secret(credentials)),
                new TicketFile(".credentials_rsaparams", new Secret(KeyFile(secret))),
            ]),
            mark);
    }

    public async Task PlantForeignAsync(MachineName name, CancellationToken cancellationToken)
    {
        _planted.Add(name);
        var tags = new MachineTags(
            other.Identity.Fleet, other.Identity.Install, new PoolName("check"), name, Generation: 1,
            time.GetUtcNow() + PlantedLifetime);
        var reply = await other.Provider.EnsureAsync(
            new MachineSpec(name, tags, offer, scope, PlantedLifetime),
            NewTicket(name, RunnerCourse.Stays).Ticket, cancellationToken);
        Expect.Is<EnsureReply.Done>(reply);
        var began = time.GetTimestamp();
        while (!await IsForeignIntactAsync(name, cancellationToken))
        {
            Expect.That(time.GetElapsedTime(began) < Patience, "Another installation's machine does not come up.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }

    public async Task<bool> IsForeignIntactAsync(MachineName name, CancellationToken cancellationToken) =>
        Expect.Is<MachineListReply.Complete>(await other.Provider.ListAsync(cancellationToken)).Machines
            .Any(machine => machine.Name == name && machine.Phase == MachinePhase.Running);

    public virtual Task<IReadOnlyList<string>> ReadableAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var name in _planted)
        {
            var began = time.GetTimestamp();
            while (await other.Provider.DeleteAsync(name, CancellationToken.None) is not DeleteReply.Gone
                && time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time);
            }
        }
    }

    private static string KeyFile(RSAParameters key) =>
        $$"""
        {"d":"{{Text(key.D)}}","dp":"{{Text(key.DP)}}","dq":"{{Text(key.DQ)}}","exponent":"{{Text(key.Exponent)}}",
        "inverseQ":"{{Text(key.InverseQ)}}","modulus":"{{Text(key.Modulus)}}",
        "p":"{{Text(key.P)}}","q":"{{Text(key.Q)}}"}
        """;

    private static string Text(byte[]? part) => Convert.ToBase64String(part!);
}
