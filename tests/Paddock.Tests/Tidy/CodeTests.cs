namespace Paddock.Tests.Tidy;

public sealed class CodeTests
{
    [Fact]
    public void Methods_are_short() => Tree.Code.SelectMany(CodeRules.MethodLength).ShouldHold();

    [Fact]
    public void Constructors_ask_for_little() => Tree.Code.SelectMany(CodeRules.ConstructorParameters).ShouldHold();

    [Fact]
    public void A_file_holds_one_type_or_a_closed_family() =>
        Tree.Code.SelectMany(CodeRules.OneTypePerFile).ShouldHold();

    [Fact]
    public void A_file_has_the_name_of_its_only_type() => Tree.Code.SelectMany(CodeRules.FileName).ShouldHold();

    [Fact]
    public void A_namespace_is_a_folder() => Tree.Code.SelectMany(CodeRules.Namespace).ShouldHold();

    [Fact]
    public void Names_say_what_things_do() => Tree.Code.SelectMany(CodeRules.EmptyNames).ShouldHold();

    [Fact]
    public void An_event_id_means_one_thing() => CodeRules.EventIds(
        Tree.Code.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))).ShouldHold();

    [Fact]
    public void An_event_id_used_twice_or_in_another_room_is_found() =>
        CodeRules.EventIds([
            new TreeFile("src/Paddock.GitHub/A.cs", "[LoggerMessage(EventId = 3001)]"),
            new TreeFile("src/Paddock.App/Http/B.cs", "[LoggerMessage(EventId = 3001)]"),
            new TreeFile("src/Paddock.App/Http/C.cs", "[LoggerMessage(EventId = 2001)]"),
        ]).Count().ShouldBe(2);

    [Theory]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void A_long_method_is_found(int lines, int faults)
    {
        var body = string.Concat(Enumerable.Repeat("a();\n", lines - 3));
        CodeRules.MethodLength(Code($"class C {{ void M()\n{{\n{body}}} }}")).Count().ShouldBe(faults);
    }

    [Theory]
    [InlineData("class C(int a, int b, int c, int d, int e, int f, int g);", 0)]
    [InlineData("class C(int a, int b, int c, int d, int e, int f, int g, int h);", 1)]
    [InlineData("class C { C(int a, int b, int c, int d, int e, int f, int g, int h) { } }", 1)]
    [InlineData("record C(int a, int b, int c, int d, int e, int f, int g, int h);", 0)]
    public void A_greedy_constructor_is_found(string code, int faults) =>
        CodeRules.ConstructorParameters(Code(code)).Count().ShouldBe(faults);

    [Theory]
    [InlineData("record A; record B; enum C { } class D;", 0)]
    [InlineData("class A; class AFailedException : Exception;", 0)]
    [InlineData("class A; class AConverter : JsonConverter<A>;", 0)]
    [InlineData("class A { class B; }", 0)]
    [InlineData("partial class A; partial class A;", 0)]
    [InlineData("class A; static class B;", 1)]
    [InlineData("namespace N; interface IA; class A : IA;", 1)]
    public void A_second_type_is_found(string code, int faults) =>
        CodeRules.OneTypePerFile(Code(code)).Count().ShouldBe(faults);

    [Fact]
    public void Another_name_than_the_types_is_found()
    {
        CodeRules.FileName(new TreeFile("src/Paddock.Core/Wheel.Spokes.cs", "partial class Wheel;")).ShouldBeEmpty();
        CodeRules.FileName(new TreeFile("src/Paddock.Core/Weel.cs", "class Wheel;")).ShouldHaveSingleItem();
    }

    [Fact]
    public void Another_namespace_than_the_folder_is_found()
    {
        CodeRules.Namespace(new TreeFile("src/Paddock.Core/Model/A.cs", "namespace Paddock.Core.Model;"))
            .ShouldBeEmpty();
        CodeRules.Namespace(new TreeFile("src/Paddock.Core/Model/A.cs", "namespace Paddock.Core;"))
            .ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("src/Paddock.Core/A.cs", "class RunnerManager;", 1)]
    [InlineData("src/Paddock.Core/A.cs", "class Outer { static class TextUtils; }", 1)]
    [InlineData("src/Paddock.Core/A.cs", "class RunService;", 1)]
    [InlineData("sim/Paddock.GitHubStandIn/A.cs", "class RunService;", 0)]
    [InlineData("src/Paddock.Core/A.cs", "class Serviced;", 0)]
    public void An_empty_name_is_found(string path, string code, int faults) =>
        CodeRules.EmptyNames(new TreeFile(path, code)).Count().ShouldBe(faults);

    private static TreeFile Code(string text) => new("src/a.cs", text);
}
