using Paddock.Core.Model;
using Paddock.Providers.Lxd;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Builds;
using Paddock.Providers.Making;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>An alias that moves on to a new image, and answers that are lost while it does.</summary>
public sealed class AliasTests : LxdTest
{
    private const string Move = "PUT /1.0/images/aliases/*";

    [Fact]
    public async Task A_move_whose_answer_is_lost_has_been_done()
    {
        using var http = Connect();
        var (shelf, images) = Open(http);
        var fingerprint = Lxd.AddImage("new");
        Lxd.Next(Move, new Mishap.BreakAfter());

        (await shelf.MoveAsync(LxdPlace.Image, fingerprint, Stop)).ShouldBeNull();

        (await images.AliasAsync(LxdPlace.Image, Stop)).Has(out var alias, out _).ShouldBeTrue();
        alias!.Target.ShouldBe(fingerprint);
    }

    [Fact]
    public async Task A_move_that_was_not_done_is_told_as_that()
    {
        using var http = Connect();
        var (shelf, _) = Open(http);
        var fingerprint = Lxd.AddImage("new");
        Lxd.Next(Move, new Mishap.BreakBefore());

        (await shelf.MoveAsync(LxdPlace.Image, fingerprint, Stop)).ShouldNotBeNull()
            .Kind.ShouldNotBe(FaultKind.Ambiguous);
    }

    private HttpMessageInvoker Connect() => new(Address.Open());

    private ServerAddress Address => new(new Uri($"unix://{Lxd.SocketPath}"), Fingerprint: null, Ours: null);

    private (ImageShelf Shelf, ImageCalls Images) Open(HttpMessageInvoker http)
    {
        var server = new LxdClient(http, Address, Flavor.Lxd, "default", Time);
        var images = new ImageCalls(server);
        return (new ImageShelf(images, new InstanceCalls(server), new Ownership(Identity), Flavor.Lxd), images);
    }
}
