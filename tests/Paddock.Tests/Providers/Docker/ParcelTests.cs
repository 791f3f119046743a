using System.Formats.Tar;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Docker;
using Paddock.Providers.Docker.Containers;
using Paddock.Providers.Docker.Images;

namespace Paddock.Tests.Providers.Docker;

/// <summary>What a container is handed before its start.</summary>
public sealed class ParcelTests
{
    private static readonly RunnerImage Image = new(
        "sha256:x", new RunnerPlace("/opt/actions-runner", new RunnerUser("runner", 1001, 1002, "/home/runner")),
        DropsRights: true);

    private static Ticket TicketOf(string file) => new([new TicketFile(file, new Secret("the secret"))]);

    private static List<TarEntry> Unpack(byte[] parcel)
    {
        using var tar = new TarReader(new MemoryStream(parcel));
        var entries = new List<TarEntry>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry);
        }
        return entries;
    }

    private static string TextOf(TarEntry entry) => new StreamReader(entry.DataStream!).ReadToEnd();

    [Fact]
    public void A_ticket_s_file_is_for_the_runner_s_user_alone()
    {
        var file = Unpack(Parcels.Pack(TicketOf(".runner"), Image, TimeSpan.FromHours(1), DockerAccess.None))
            .Single(entry => entry.Name == "opt/actions-runner/.runner");
        file.Mode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (file.Uid, file.Gid).ShouldBe((1001, 1002));
        TextOf(file).ShouldBe("the secret");
    }

    [Fact]
    public void The_script_belongs_to_root_and_holds_no_secret()
    {
        var own = Unpack(Parcels.Pack(TicketOf(".runner"), Image, TimeSpan.FromHours(1), DockerAccess.None))
            .Where(entry => entry.Name.StartsWith(".paddock", StringComparison.Ordinal)).ToArray();
        own.Select(entry => entry.Name).ShouldBe([".paddock/", ".paddock/start", ".paddock/settings"]);
        own.ShouldAllBe(entry => entry.Uid == 0 && !entry.Mode.HasFlag(UnixFileMode.OtherWrite));
        own.Skip(1).ShouldAllBe(entry => !TextOf(entry).Contains("the secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_of_the_settings_stays_one_word_whatever_it_holds()
    {
        var place = Image.Place with { User = Image.Place.User with { Home = "/home/o'x; reboot $(id)" } };
        StartScript.Settings(place, TimeSpan.FromSeconds(1.2), dropsRights: true, socket: null)
            .ShouldContain("home='/home/o'\\''x; reboot $(id)'\nlifetime='2'\n");
    }

    [Fact]
    public void What_was_written_on_a_container_is_read_back() =>
        RunnerLabel.Read("sha256:x", RunnerLabel.ToLabels(Image).ToDictionary()).ShouldBe(Image);

    [Fact]
    public void Labels_that_are_not_ours_are_nobody_s_place()
    {
        var labels = RunnerLabel.ToLabels(Image).ToDictionary();
        labels["paddock.place.root"] = "/a/../etc";
        RunnerLabel.Read("sha256:x", labels).ShouldBeNull();
    }
}
