using Paddock.App.Cli;
using Paddock.App.Cli.Doctor;
using Paddock.Ports.Store;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Cli;

public sealed class ExaminationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_that_never_ends_is_left_behind_at_its_limit_and_the_others_are_made()
    {
        var hangs = new TaskCompletionSource<IReadOnlyList<ReportFinding>>();
        var examination = new Examination(TimeProvider.System) { Limit = TimeSpan.FromMilliseconds(50) };

        var found = await examination.RunAsync(
            [new DoctorCheck("slow", _ => hangs.Task), new DoctorCheck("quick", _ => Note("quick"))], Stop);

        found.Select(finding => finding.ToString()).ShouldBe(
        [
            "slow: error: The check was not done within 0 seconds.\n    Look at what it waits for.",
            "quick: note: seen",
        ]);
    }

    [Fact]
    public async Task A_check_that_cannot_be_made_is_a_finding_of_its_place()
    {
        var found = await new Examination(TimeProvider.System).RunAsync(
            [
                new DoctorCheck("store", _ => throw new StoreFaultException(
                    StoreFaultKind.Unavailable, "The disk does not answer.", "Look at it.")),
                new DoctorCheck("other", _ => Note("other")),
            ],
            Stop);

        found.Select(finding => finding.ToString()).ShouldBe(
            ["store: error: The disk does not answer.\n    Look at it.", "other: note: seen"]);
    }

    [Fact]
    public async Task Findings_come_in_the_order_of_the_checks()
    {
        var checks = Enumerable.Range(0, 20).Select(i => new DoctorCheck($"{i}", async token =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20 - i), TimeProvider.System, token);
            return await Note($"{i}");
        }));

        var found = await new Examination(TimeProvider.System).RunAsync([.. checks], Stop);

        found.Select(finding => finding.Place).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_defect_is_not_taken_for_a_finding()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => new Examination(TimeProvider.System).RunAsync(
            [new DoctorCheck("defect", _ => throw new InvalidOperationException())], Stop));
    }

    [Theory]
    [InlineData(1L << 30, null)]
    [InlineData((1L << 30) - 1, "state: warning: Only 1023 MiB are free there.")]
    public void Little_room_on_the_disk_is_a_warning(long free, string? told)
    {
        var finding = StoreExamination.OfFree("state", free);

        (finding is null).ShouldBe(told is null);
        finding?.ToString().ShouldStartWith(told!);
    }

    private static Task<IReadOnlyList<ReportFinding>> Note(string place) =>
        Task.FromResult<IReadOnlyList<ReportFinding>>(
            [new ReportFinding(ReportFinding.Note, place, "seen", Remedy: null)]);
}
