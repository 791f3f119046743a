using System.Net;
using Paddock.App.Cli;
using Paddock.App.Cli.Doctor;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;

namespace Paddock.Tests.App.Cli;

/// <summary>What <c>paddock doctor</c> says of the admin address and where runners are.</summary>
public sealed class AdminExaminationTests
{
    private static readonly NetworksReply.Known Lab = new([IPNetwork.Parse("10.1.2.0/24")], []);
    private static readonly NetworksReply.Known Lan = new([], ["network lan"]);

    [Fact]
    public void It_is_closed_to_what_the_provider_tells()
    {
        var finding = Look(Lab).ShouldNotBeNull();

        finding.Level.ShouldBe(ReportFinding.Note);
        finding.Message.ShouldBe("It is closed to 10.1.2.0/24, where runners of lab live.");
    }

    [Fact]
    public void Where_nobody_can_tell_addresses_the_operator_is_asked_for_them()
    {
        var finding = Look(Lan).ShouldNotBeNull();

        finding.Level.ShouldBe(ReportFinding.Warning);
        finding.Message.ShouldContain("(network lan), so only this host gets in.");
        finding.Remedy.ShouldBe("Write their networks as listen.runner_networks.");
    }

    [Fact]
    public void Once_asked_and_answered_it_is_well() => Look(Lan, written: []).ShouldBeNull();

    [Fact]
    public void An_admin_address_among_runners_is_of_no_use_to_anybody() =>
        Look(Lab, "10.1.2.1:8081").ShouldNotBeNull().Message.ShouldContain("it is closed to everybody");

    [Fact]
    public void A_provider_that_does_not_answer_is_told() =>
        Look(new NetworksReply.Refused(new Fault(FaultKind.Transient, "it is away"))).ShouldNotBeNull().Message
            .ShouldContain("it is away");

    private static ReportFinding? Look(
        NetworksReply reply, string address = "0.0.0.0:8081", IReadOnlyList<IPNetwork>? written = null) =>
        AdminExamination.Look(ProviderName.Of("lab"), reply, IPEndPoint.Parse(address), written);
}
