using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Process;

namespace Paddock.Tests.Providers.Process;

/// <summary>What a runner must not get, and what must not be done for anybody.</summary>
public sealed class ProcessSafetyTests
{
    private static readonly MachineSpec Spec = ProcessPlace.Spec("one");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_our_environment_only_what_is_listed_passes()
    {
        var ours = new Dictionary<string, string>
        {
            ["PATH"] = "/bin", ["HOME"] = "/root", ["LC_ALL"] = "C", ["https_proxy"] = "http://proxy",
            ["GITHUB_TOKEN"] = "t", ["PADDOCK_GITHUB_TOKEN"] = "t", ["HETZNER_TOKEN"] = "t", ["DATABASE_URL"] = "t",
            ["NOTIFY_SOCKET"] = "/run/n", ["LD_PRELOAD"] = "x", ["RUNNER_MANUALLY_TRAP_SIG"] = "0",
        };
        RunnerEnvironment.Of(ours, new Dictionary<string, string> { ["COLOR"] = "green" }, "/m").ShouldBe(
            new Dictionary<string, string>
            {
                ["PATH"] = "/bin", ["HOME"] = "/root", ["LC_ALL"] = "C", ["https_proxy"] = "http://proxy",
                ["COLOR"] = "green", ["RUNNER_MANUALLY_TRAP_SIG"] = "1", ["RUNNER_ALLOW_RUNASROOT"] = "1",
                ["PADDOCK_MACHINE"] = "/m",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_real_runner_sees_nothing_else()
    {
        Environment.SetEnvironmentVariable("PADDOCK_TEST_SECRET", "hunter2");
        await using var place = ProcessPlace.OfScript("env > new; mv new seen; sleep 600");
        await place.Open().MakeAsync(Spec);
        (await place.WrittenAsync(Spec.Name, "seen")).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task The_ticket_is_in_place_before_the_start_and_only_its_user_may_read_it()
    {
        await using var place = ProcessPlace.OfScript(
            "{ stat -c '%a %n' .runner .credentials; stat -c %a ..; cat .credentials; echo; } > new; mv new seen; "
            + "sleep 600");
        await place.Open().MakeAsync(Spec);
        (await place.WrittenAsync(Spec.Name, "seen")).ShouldBe("600 .runner\n600 .credentials\n700\na secret\n");
    }

    [Theory]
    [InlineData("run.sh")]
    [InlineData("../.runner")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".a/b")]
    [InlineData(".a\nb")]
    public async Task A_ticket_with_another_file_is_refused(string file)
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        var ticket = new Ticket([new TicketFile(file, new Secret("x"))]);
        (await provider.RefusedAsync(Spec, ticket)).ShouldBe(FaultKind.InvalidSpec);
        (await provider.FindAsync(Spec.Name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_blank_is_refused()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        (await provider.RefusedAsync(Spec, ticket: null)).ShouldBe(FaultKind.InvalidSpec);
    }

    [Fact]
    public async Task Without_an_archive_nothing_is_made_and_the_reason_is_passed_on()
    {
        await using var place = ProcessPlace.OfScript();
        place.InsteadOfArchive = new ArchiveReply.Refused(new Fault(FaultKind.RateLimited, "Slow down."));
        var provider = place.Open();
        (await provider.RefusedAsync(Spec, ProcessPlace.Ticket())).ShouldBe(FaultKind.RateLimited);
        Directory.GetFileSystemEntries(Path.Combine(place.Root, "machines")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_archive_that_is_none_is_refused_and_leaves_nothing()
    {
        await using var place = ProcessPlace.OfScript();
        var path = Path.Combine(place.Root, "bad.tar.gz");
        await File.WriteAllTextAsync(path, "not an archive", Stop);
        place.InsteadOfArchive = new ArchiveReply.Ready(new RunnerArchive(path, "1.0.0", "0123456789abcdef"));
        var provider = place.Open();
        (await provider.RefusedAsync(Spec, ProcessPlace.Ticket())).ShouldBe(FaultKind.Fatal);
        Directory.GetFileSystemEntries(Path.Combine(place.Root, "machines")).ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(place.Root, "runners")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_directory_of_that_name_that_nobody_tagged_is_left_alone()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        Directory.CreateDirectory(place.FolderOf(Spec.Name));
        await File.WriteAllTextAsync(Path.Combine(place.FolderOf(Spec.Name), "thesis"), "x", Stop);
        (await provider.RefusedAsync(Spec, ProcessPlace.Ticket())).ShouldBe(FaultKind.NameTaken);
        (await provider.DeleteAsync(Spec.Name, Stop)).ShouldBeOfType<DeleteReply.Refused>();
        File.Exists(Path.Combine(place.FolderOf(Spec.Name), "thesis")).ShouldBeTrue();
        (await provider.FindAsync(Spec.Name)).ShouldBeNull();
        Directory.Delete(place.FolderOf(Spec.Name), recursive: true);
    }

    [Fact]
    public async Task A_directory_that_has_gone_is_a_fault_and_no_empty_list()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        Directory.Delete(Path.Combine(place.Root, "machines"));
        (await provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>();
    }

    [Fact]
    public async Task One_runner_cannot_change_the_scripts_of_the_next()
    {
        await using var place = ProcessPlace.OfScript("echo 'exit 7' >> run.sh; exit 0");
        var provider = place.Open();
        await provider.MakeAsync(Spec);
        await provider.EndedAsync(Spec.Name);
        var next = ProcessPlace.Spec("two");
        await provider.MakeAsync(next);
        (await provider.EndedAsync(next.Name)).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(place.FolderOf(next.Name), "runner", "run.sh"), Stop))
            .Split("exit 7").Length.ShouldBe(2 + 1);
    }

    [Fact]
    public async Task An_archive_is_unpacked_once_for_many_starts()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        var specs = Enumerable.Range(0, 5).Select(i => ProcessPlace.Spec($"m{i}")).ToList();
        await Task.WhenAll(specs.Select(spec => provider.MakeAsync(spec)));
        Directory.GetFileSystemEntries(Path.Combine(place.Root, "runners")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task It_says_that_jobs_have_our_rights_and_what_an_offer_cannot_ask_for()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = ProviderAdapters.Open(
            place.Settings with { Directory = place.Root },
            new ProviderServices(
                ProcessPlace.Ours, place, place.Root, TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
        var sound = await provider.ValidateAsync([ProcessPlace.Offer], Stop);
        sound.ShouldHaveSingleItem().IsError.ShouldBeFalse();
        sound[0].Message.ShouldContain("with Paddock's own rights");
        var odd = await provider.ValidateAsync([ProcessPlace.Offer with { Location = "mars" }], Stop);
        odd.Select(finding => finding.IsError).ShouldBe([false, true]);
    }
}
