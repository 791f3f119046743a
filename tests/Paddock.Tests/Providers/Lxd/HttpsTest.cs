using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>A server elsewhere: it is known by its certificate, and learns to trust ours.</summary>
public abstract class HttpsTest : LxdTest
{
    private protected const string Password = "open sesame";

    internal override StandingOptions Options(StandingOptions options) => options with
    {
        Https = true, TrustPassword = Password,
    };

    private protected LxdProvider Reach(string? token, Func<LxdSettings, LxdSettings>? change = null) => Open(lab =>
    {
        var far = lab with
        {
            Host = Lxd.HttpsAddress, TrustToken = token is null ? null : new Secret(token),
            Fingerprint = TrustRoom.FingerprintOf(Lxd.Certificate!.RawData),
        };
        return change?.Invoke(far) ?? far;
    });

    private protected static Fault FaultOf(MachineListReply reply) =>
        reply.ShouldBeOfType<MachineListReply.Refused>().Fault;

    [Fact]
    public async Task A_token_is_used_by_the_first_list_and_needs_no_fingerprint_beside_it()
    {
        var provider = Reach(Lxd.IssueToken("paddock"), lab => lab with { Fingerprint = null });

        (await ListAsync(provider)).ShouldBeEmpty();
        await using var watch = new Listening(provider, Stop);
        await watch.HearAsync(news => news is MachineEvent.Gap);
        (await provider.EnsureAsync(Spec(), Stays, Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));
        await watch.HearAsync(news => news is MachineEvent.Seen { Machine.Phase: MachinePhase.Running });
    }

    [Fact]
    public async Task A_token_that_is_used_up_is_told_as_that()
    {
        var token = Lxd.IssueToken("paddock");
        await ListAsync(Reach(token));
        Place.MoveState();

        var fault = FaultOf(await Reach(token).ListAsync(Stop));

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain("No matching certificate add operation found");
        fault.Message.ShouldContain("A token works once and not for long: make another.");
        fault.Message.ShouldNotContain(token);
    }

    [Fact]
    public async Task Whom_the_server_does_not_trust_is_told_what_to_have_done()
    {
        var fault = FaultOf(await Reach(token: null).ListAsync(Stop));

        (fault.Kind, fault.Message.Contains("config trust add")).ShouldBe((FaultKind.Unauthorized, true));
        Lxd.Requests.ShouldNotContain(one => one.Method == "POST");
    }

    [Fact]
    public async Task Another_certificate_than_the_known_one_is_asked_nothing()
    {
        var provider = Reach("secret", lab => lab with { Fingerprint = new string('a', 64) });

        var fault = FaultOf(await provider.ListAsync(Stop));

        fault.Kind.ShouldBe(FaultKind.Unauthorized, fault.Message);
        fault.Message.ShouldContain("shows another certificate than the one with fingerprint aaaa");
        Lxd.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_nothing_is_known_by_is_not_reached() =>
        Should.Throw<InvalidDataException>(() => Reach(token: null, lab => lab with { Fingerprint = null }))
            .Message.ShouldContain("without knowing its certificate");

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Our_certificate_is_made_once_and_for_its_owner_alone()
    {
        await ListAsync(Reach(Lxd.IssueToken("paddock")));
        var (certificate, key) = (
            Path.Combine(Place.StateDirectory, "client.crt"), Path.Combine(Place.StateDirectory, "client.key"));
        var text = await File.ReadAllTextAsync(certificate, Stop);

        (await ListAsync(Reach(token: null))).ShouldBeEmpty();

        (await File.ReadAllTextAsync(certificate, Stop)).ShouldBe(text);
        foreach (var path in new[] { certificate, key })
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_certificate_of_another_project_may_do_nothing_here()
    {
        Lxd.AddProject("ci");
        var token = Lxd.IssueToken("paddock", ["ci"]);
        var fault = FaultOf(await Reach(token).ListAsync(Stop));

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain("must not be restricted to other projects");
        (await ListAsync(Reach(token: null, lab => lab with { Project = "ci" }))).ShouldBeEmpty();
    }
}
