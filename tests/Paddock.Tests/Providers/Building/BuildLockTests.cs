using System.Runtime.Versioning;
using Paddock.Core.Model;
using Paddock.Providers.Building;

namespace Paddock.Tests.Providers.Building;

[SupportedOSPlatform("linux")]
public sealed class BuildLockTests : IDisposable
{
    private static readonly ProviderName Lab = new("lab");

    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void One_build_at_a_time()
    {
        var (first, _) = BuildLock.TryTake(_directory, Lab);
        using (first)
        {
            var (second, fault) = BuildLock.TryTake(_directory, Lab);
            second.ShouldBeNull();
            fault.ShouldNotBeNull().Kind.ShouldBe(FaultKind.Busy);
        }
        var (third, _) = BuildLock.TryTake(_directory, Lab);
        third.ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void A_directory_that_is_not_there_is_made_for_nobody_else_to_read()
    {
        var below = Path.Combine(_directory, "lab");
        var (held, _) = BuildLock.TryTake(below, Lab);
        held.ShouldNotBeNull().Dispose();
        File.GetUnixFileMode(below).ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
