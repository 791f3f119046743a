using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class StoreLockTests
{
    [Fact]
    public async Task A_store_in_use_is_refused_and_the_message_names_the_process_and_the_host()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();

        var fault = Should.Throw<StoreFaultException>(() => folder.OpenCore());

        fault.Kind.ShouldBe(StoreFaultKind.Locked);
        fault.Message.ShouldContain(folder.Path);
        fault.Message.ShouldContain(
            $"process {Environment.ProcessId} on {Environment.MachineName} since 2026-11-20 09:00:00Z");
    }

    [Fact]
    public async Task Another_process_is_kept_out_until_it_is_killed_and_then_at_once_let_in()
    {
        using var folder = new StoreFolder();
        using var child = await StoreChild.StartAsync(folder, acknowledgedMin: 1);

        var fault = Should.Throw<StoreFaultException>(() => folder.OpenCore());
        fault.Kind.ShouldBe(StoreFaultKind.Locked);
        fault.Message.ShouldContain($"process {child.Id} on ");

        child.Kill();
        folder.OpenCore().Dispose();
    }

    [Fact]
    public void A_store_reached_by_a_link_is_the_same_store()
    {
        using var folder = new StoreFolder();
        using var core = folder.OpenCore();
        var link = Path.Combine(folder.Directory, "link.db");
        File.CreateSymbolicLink(link, folder.Path);

        Should.Throw<StoreFaultException>(() => folder.OpenCore(new SqliteStoreOptions(link))).Kind
            .ShouldBe(StoreFaultKind.Locked);
    }

    [Fact]
    public void A_closed_store_can_be_opened_again()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();

        folder.OpenCore().Dispose();
    }

    [Fact]
    public void A_file_with_control_letters_in_place_of_a_holder_cannot_play_with_the_terminal()
    {
        using var folder = new StoreFolder();
        using var core = folder.OpenCore();

        // flock is advisory: whoever does not ask for it may write all the same, as the shell does.
        var command = $"printf '\\033[2Jevil\\n' > {folder.Path}.lock";
        using (var shell = System.Diagnostics.Process.Start("sh", ["-c", command]))
        {
            shell.WaitForExit();
        }

        var fault = Should.Throw<StoreFaultException>(() => folder.OpenCore());
        fault.Message.ShouldContain("[2Jevil.");
        fault.Message.ShouldNotContain('\u001b');
    }

    [Fact]
    public void A_network_file_system_is_refused_and_named()
    {
        using var folder = new StoreFolder();
        string? asked = null;
        var options = folder.Options with
        {
            IsNetwork = type =>
            {
                asked = type;
                return true;
            },
        };

        var fault = Should.Throw<StoreFaultException>(() => folder.OpenCore(options));

        fault.Kind.ShouldBe(StoreFaultKind.NetworkFileSystem);
        fault.Message.ShouldContain($"({asked})");
        File.Exists(folder.Path).ShouldBeFalse();
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_our_user_may_read_a_store()
    {
        using var folder = new StoreFolder();
        using var core = folder.OpenCore();

        foreach (var file in Directory.GetFiles(folder.Directory))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }
}
