using System.Globalization;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Tests.Core.Folding;
using Paddock.Tests.Support;

namespace Paddock.Tests.Core.Facts;

public sealed class FactTextTests
{
    private static readonly Type[] Kinds =
        [.. typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract)];

    [Fact]
    public void The_samples_have_a_fact_of_every_kind() =>
        Kinds.Except(SampleFacts.OneOfEachKind.Select(fact => fact.GetType())).ShouldBeEmpty();

    [Fact]
    public void Every_kind_of_fact_has_words_of_its_own() =>
        SampleFacts.OneOfEachKind.Where(fact => FactText.Of(fact) == fact.GetType().Name).ShouldBeEmpty();

    [Fact]
    public void Every_observation_reads_as_one_line() =>
        ForAll.Check(FactGens.OneRow, it =>
        {
            foreach (var fact in it.Facts)
            {
                var text = FactText.Of(fact);
                text.ShouldNotBeNullOrWhiteSpace();
                text.ShouldNotContain('\n');
            }
        });

    [Fact]
    public void Every_reason_is_worded() =>
        Enum.GetValues<Reason>().Where(reason => FactText.Of(reason) == FactText.Code(reason)).ShouldBeEmpty();

    [Fact]
    public void Codes_are_kebab_case() =>
        Enum.GetValues<FaultKind>().Select(FactText.Code)
            .ShouldAllBe(code => code.All(letter => char.IsAsciiLetterLower(letter) || letter == '-')
                && code[0] != '-');

    [Fact]
    public void The_wire_name_of_a_fact_is_its_kebab_name() =>
        typeof(Fact).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>()
            .Select(attribute => (
                attribute.DerivedType, Convert.ToString(attribute.TypeDiscriminator, CultureInfo.InvariantCulture)))
            .ShouldBe(Kinds.Select(kind => (kind, (string?)Kebab(kind.Name))), ignoreOrder: true);

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{letter}" : $"{letter}"))
            .ToLowerInvariant();
}
