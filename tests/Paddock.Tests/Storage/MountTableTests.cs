using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class MountTableTests
{
    private static readonly string[] Mounts =
    [
        "21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
        "36 21 0:32 / /srv/with\\040blank rw,noatime shared:7 master:2 - nfs4 nas:/srv rw,vers=4.2",
        "37 21 0:33 / /mnt/code rw,nosuid - fuse.sshfs me@host:/code rw,user_id=0",
    ];

    [Theory]
    [InlineData(21, "ext4")]
    [InlineData(36, "nfs4")]
    [InlineData(37, "fuse.sshfs")]
    public void The_type_follows_the_dash_however_many_fields_come_before(int mount, string type) =>
        MountTable.TypeOf(mount, Mounts).ShouldBe(type);

    [Fact]
    public void An_unknown_mount_has_no_type() => MountTable.TypeOf(99, Mounts).ShouldBeNull();

    [Theory]
    [InlineData("nfs")]
    [InlineData("nfs4")]
    [InlineData("cifs")]
    [InlineData("smb3")]
    [InlineData("9p")]
    [InlineData("fuse.sshfs")]
    public void Network_file_systems_are_known(string type) => MountTable.IsNetwork(type).ShouldBeTrue();

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("zfs")]
    [InlineData("overlay")]
    [InlineData("tmpfs")]
    public void Local_file_systems_are_taken(string type) => MountTable.IsNetwork(type).ShouldBeFalse();

    [Fact]
    public void A_descriptor_names_its_mount() =>
        MountTable.MountOf(["pos:\t0", "flags:\t0100002", "mnt_id:\t27"]).ShouldBe(27);

    [Fact]
    public void A_kernel_that_does_not_name_the_mount_is_no_fault() => MountTable.MountOf(["pos:\t0"]).ShouldBeNull();

    [Fact]
    public void An_open_file_is_found_on_its_file_system()
    {
        using var file = File.OpenHandle("/proc/self/mountinfo");
        MountTable.TypeOf((int)file.DangerousGetHandle()).ShouldBe("proc");
    }
}
