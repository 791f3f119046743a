using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Paddock.Providers.Lxd.Networks;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

public sealed class SubtractionTests
{
    private static readonly Gen<string[]> Some = (
        from length in Gen.Choose(23, 32)
        from last in Gen.Choose(0, 255)
        from low in Gen.Choose(0, 1)
        select $"{new IPNetwork(Masked($"10.0.{low}.{last}", length), length)}").ArrayOf();

    [Theory]
    [InlineData("10.0.0.0/8", "", "10.0.0.0/8")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", "")]
    [InlineData("10.0.0.0/8", "0.0.0.0/0", "")]
    [InlineData("10.0.0.0/8", "10.128.0.0/9", "10.0.0.0/9")]
    [InlineData("10.0.0.0/30", "10.0.0.1/32", "10.0.0.0/32 10.0.0.2/31")]
    [InlineData("10.0.0.0/8", "fd00::/8", "10.0.0.0/8")]
    [InlineData("fd00::/8 10.0.0.0/8", "fd80::/9", "fd00::/9 10.0.0.0/8")]
    public void Exceptions_are_cut_out(string denied, string allowed, string left) =>
        Of(Words(denied), Words(allowed)).Select(network => network.ToString()).ShouldBe(Words(left));

    [Fact]
    public void Every_address_is_denied_if_it_was_and_is_no_exception() => ForAll.Check(
        from denied in Some from allowed in Some select (denied, allowed),
        pair =>
        {
            var (left, denied, allowed) = (Of(pair.denied, pair.allowed), Parse(pair.denied), Parse(pair.allowed));
            for (var number = 0; number < 512; number++)
            {
                var address = new IPAddress([10, 0, (byte)(number / 256), (byte)number]);
                left.Any(network => network.Contains(address)).ShouldBe(
                    denied.Any(network => network.Contains(address))
                    && !allowed.Any(network => network.Contains(address)),
                    $"{address}");
            }
        });

    private static IReadOnlyList<IPNetwork> Of(string[] denied, string[] allowed) =>
        Subtraction.Of(Parse(denied), Parse(allowed));

    private static IPNetwork[] Parse(string[] texts) => [.. texts.Select(IPNetwork.Parse)];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IPAddress Masked(string text, int length)
    {
        var bytes = IPAddress.Parse(text).GetAddressBytes();
        for (var bit = length; bit < 32; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }
        return new IPAddress(bytes);
    }
}
