using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Capacity;

namespace Paddock.Tests.Providers.Capacity;

public sealed class AdmissionTests
{
    private const long Gib = 1L << 30;

    private static readonly HostRules Rules = new(
        new ProviderName("lab"), "containers", MemoryReserveBytes: Gib, DiskFreeMinBytes: 2 * Gib, CpuOvercommit: 2,
        ("the engine", "prune"));

    private static readonly HostRoom Host = new(Cpus: 4, 9 * Gib, 10 * Gib);

    private static Fault? Check(Claim wanted, params Claim[] others) => Admission.Check(Rules, Host, others, wanted);

    private static Claim Of(long gib, double cpus = 0) => new("c", gib * Gib, cpus);

    [Fact]
    public void What_fits_exactly_is_let_in() => Check(Of(4, cpus: 4), Of(4, cpus: 4)).ShouldBeNull();

    [Fact]
    public void Full_memory_is_told_in_numbers()
    {
        var fault = Check(Of(4), Of(3), Of(2))!;
        fault.Kind.ShouldBe(FaultKind.CapacityUnavailable);
        fault.Message.ShouldBe(
            "Of 8 GiB of memory for runners 5 are promised to 2 containers, and 4 are asked for.");
    }

    [Fact]
    public void Processors_may_be_promised_twice_and_no_more()
    {
        Check(Of(1, cpus: 2), Of(1, cpus: 4), Of(1, cpus: 2)).ShouldBeNull();
        Check(Of(1, cpus: 2.5), Of(1, cpus: 4), Of(1, cpus: 2))!.Kind.ShouldBe(FaultKind.CapacityUnavailable);
    }

    [Fact]
    public void What_no_empty_host_could_hold_is_a_wrong_configuration()
    {
        Check(Of(9))!.Kind.ShouldBe(FaultKind.InvalidSpec);
        Check(Of(1, cpus: 4.5))!.Kind.ShouldBe(FaultKind.InvalidSpec);
    }

    [Fact]
    public void A_disk_that_is_nearly_full_takes_nobody_and_an_unseen_one_everybody()
    {
        Admission.Check(Rules, Host with { DiskFreeBytes = Gib }, [], Of(1))!.Kind
            .ShouldBe(FaultKind.CapacityUnavailable);
        Admission.Check(Rules, Host with { DiskFreeBytes = null }, [], Of(1)).ShouldBeNull();
    }

    [Fact]
    public void Who_asks_for_nothing_is_let_in_beside_a_full_house() => Check(Of(0), Of(8, cpus: 8)).ShouldBeNull();

    [Fact]
    public void A_claim_is_read_as_it_was_written()
    {
        var claim = new Claim("c", 123_456_789, 0.25);
        Claim.Read("c", claim.ToLabels().ToDictionary()).ShouldBe(claim);
        Claim.Read("c", new Dictionary<string, string> { [Claim.MemoryLabel] = "much" })
            .ShouldBe(new Claim("c", 0, 0));
    }
}
