using System.Text;
using System.Text.Json;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class StoreJsonTests
{
    [Fact]
    public void The_samples_have_one_of_each_kind_of_fact() =>
        SampleFacts.OneOfEachKind.Select(fact => fact.GetType()).Distinct().ShouldBe(
            typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract),
            ignoreOrder: true);

    [Fact]
    public void Every_kind_of_fact_is_read_as_it_was_written()
    {
        foreach (var fact in SampleFacts.OneOfEachKind)
        {
            StoreJson.ReadFact(StoreJson.Write(fact)).ShouldBe(fact);
        }
    }

    [Fact]
    public void Every_row_is_read_as_it_was_written()
    {
        foreach (var row in Rows())
        {
            StoreJson.ReadRow(StoreJson.Write(row)).ShouldBe(row);
        }
        Rows().Select(row => row.Subject.Kind).Distinct().ShouldBe(Enum.GetValues<SubjectKind>(), ignoreOrder: true);
    }

    [Fact]
    public void What_can_be_derived_is_not_written()
    {
        var facts = SampleFacts.OneOfEachKind.SelectMany(fact => NamesIn(StoreJson.Write(fact)));
        var rows = Rows().SelectMany(row => NamesIn(StoreJson.Write(row)));
        string[] derived = ["subject", "related", "isOpen", "state", "isBusy", "knownAsOf", "fullName"];
        facts.Concat(rows).Intersect(derived).ShouldBeEmpty();
    }

    [Fact]
    public void Times_keep_their_last_tick()
    {
        var at = SampleFacts.Start.AddTicks(1);
        StoreJson.ReadFact(StoreJson.Write(SampleFacts.JobQueued(1, 1) with { At = at })).At.ShouldBe(at);
    }

    [Fact]
    public void A_refusal_written_before_it_could_say_when_to_ask_again_is_read()
    {
        var kept = SampleFacts.OneOfEachKind.OfType<RunnerKept>().Single();
        NamesIn(StoreJson.Write(kept)).ShouldNotContain("retryAt");
        StoreJson.ReadFact(StoreJson.Write(kept)).ShouldBe(kept);

        var told = kept with { RetryAt = SampleFacts.At(99) };
        StoreJson.ReadFact(StoreJson.Write(told)).ShouldBe(told);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"$type":"no-such-fact"}""")]
    [InlineData("not json")]
    public void A_text_that_is_no_fact_is_told(string text) =>
        Should.Throw<JsonException>(() => StoreJson.ReadFact(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<Row> Rows()
    {
        var rows = new Dictionary<Subject, Row>();
        foreach (var fact in SampleFacts.OneOfEachKind)
        {
            rows[fact.Subject] = Fold.Apply(rows.GetValueOrDefault(fact.Subject), fact)!;
            yield return rows[fact.Subject];
        }
    }

    private static IEnumerable<string> NamesIn(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(property => property.Name)];
    }
}
