using Paddock.Core.Folding;
using Paddock.Ports.Conformance;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class JournalTailTests
{
    [Fact]
    public void What_was_committed_is_read_in_order()
    {
        var tail = Tail(last: 10, entriesMax: 8, added: 3);
        Read(tail, 10).ShouldBe([11, 12, 13]);
        Read(tail, 12).ShouldBe([13]);
    }

    [Fact]
    public void A_page_has_no_more_than_was_asked_for() =>
        Tail(last: 0, entriesMax: 8, added: 5).ReadSince(1, 2)!.Select(entry => entry.Seq).ShouldBe([2, 3]);

    [Theory]
    [InlineData(13)]
    [InlineData(99)]
    public void At_the_end_and_after_it_there_is_nothing(long seq) =>
        Read(Tail(last: 10, entriesMax: 8, added: 3), seq).ShouldBe([]);

    [Fact]
    public void What_was_there_before_the_start_is_not_here() =>
        Tail(last: 10, entriesMax: 8, added: 3).ReadSince(9, 100).ShouldBeNull();

    [Fact]
    public void What_was_pushed_out_is_not_here()
    {
        var tail = Tail(last: 10, entriesMax: 8, added: 20);
        tail.ReadSince(21, 100).ShouldBeNull();
        Read(tail, 22).ShouldBe([23, 24, 25, 26, 27, 28, 29, 30]);
    }

    private static IEnumerable<long>? Read(JournalTail tail, long seq) =>
        tail.ReadSince(seq, 100)?.Select(entry => entry.Seq);

    private static JournalTail Tail(long last, int entriesMax, int added)
    {
        var tail = new JournalTail(last, entriesMax);
        for (var seq = last + 1; seq <= last + added; seq++)
        {
            tail.Append([new JournalEntry(seq, 1, SampleFacts.JobQueued(seq, 1))]);
        }
        return tail;
    }
}
