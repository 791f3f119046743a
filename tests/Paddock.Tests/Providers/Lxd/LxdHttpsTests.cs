using Paddock.Core.Model;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>LXD 5.0, where a token is a password.</summary>
public sealed class LxdHttpsTests : HttpsTest
{
    [Fact]
    public async Task A_password_is_enough_where_there_is_one() =>
        (await ListAsync(Reach(Password))).ShouldBeEmpty();

    [Fact]
    public async Task A_wrong_password_is_not()
    {
        var fault = FaultOf(await Reach("guess").ListAsync(Stop));

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldNotContain("guess");
    }
}
