using System.Buffers.Binary;
using System.Text;
using Paddock.Providers;
using Paddock.Providers.Docker.Api;

namespace Paddock.Tests.Providers.Docker;

/// <summary>A job's output on its way from the engine to a person.</summary>
public sealed class LogTests
{
    private static byte[] Frame(byte stream, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + payload.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    private static async Task<string> TailAsync(byte[] frames, int bytesMax) => Encoding.UTF8.GetString(
        await LogFrames.TailAsync(new MemoryStream(frames), bytesMax, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Both_streams_come_in_their_order() =>
        (await TailAsync([.. Frame(1, "out\n"), .. Frame(2, "err\n"), .. Frame(1, "again\n")], 100))
            .ShouldBe("out\nerr\nagain\n");

    [Fact]
    public async Task Only_the_end_is_kept() =>
        (await TailAsync([.. Frame(1, new string('a', 50_000)), .. Frame(2, "the end")], 10)).ShouldBe("aaathe end");

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task A_frame_that_breaks_off_gives_what_it_has(int cutAt) =>
        (await TailAsync(Frame(1, "whole")[..cutAt], 100)).ShouldBe("whole"[..Math.Max(0, cutAt - 8)]);

    [Fact]
    public async Task A_length_beyond_all_measure_is_no_memory_asked_for() =>
        (await TailAsync([1, 0, 0, 0, 255, 255, 255, 255, (byte)'x'], 100)).ShouldBe("x");

    [Theory]
    [InlineData("\u001b[1;31mred\u001b[0m", "red")]
    [InlineData("\u001b]0;title\u0007text", "]0;titletext")]
    [InlineData("\u001b[", "")]
    [InlineData("\u001b[31", "")]
    [InlineData("\u001b[31\nnext", "\nnext")]
    [InlineData("a\u001b", "a")]
    [InlineData("50%\r100%\r\n", "50%100%\n")]
    [InlineData("tab\tstays", "tab\tstays")]
    [InlineData("ev\u202eil \u2066x", "evil x")]
    [InlineData("\u009b31mx", "31mx")]
    [InlineData("one\u2028line", "oneline")]
    public void Nothing_steers_the_terminal(string log, string expected) =>
        PlainLog.Of(Encoding.UTF8.GetBytes(log), 1000).ShouldBe(expected);

    [Fact]
    public void Bytes_that_are_no_text_are_marked() =>
        PlainLog.Of([(byte)'a', 0xff, (byte)'b'], 1000).ShouldBe("a\uFFFDb");

    [Fact]
    public void Too_long_a_text_begins_with_a_whole_line() =>
        PlainLog.Of(Encoding.UTF8.GetBytes("first\nsecond\nthird\n"), 12).ShouldBe("third\n");

    [Fact]
    public void No_character_is_cut_in_two()
    {
        var text = PlainLog.Of(Encoding.UTF8.GetBytes(new string('é', 100)), 101);
        text.ShouldBe(new string('é', 50));
    }
}
