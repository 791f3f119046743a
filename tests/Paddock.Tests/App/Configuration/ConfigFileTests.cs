using System.Text;
using Paddock.App.Configuration;
using Paddock.App.Configuration.Reading;

namespace Paddock.Tests.App.Configuration;

/// <summary>What a file itself can be wrong about, before any key is looked at.</summary>
public sealed class ConfigFileTests
{
    private const string YamlRemedy =
        "Look at this line and the one before it: indentation, a missing ':' or quote, a '{' without '}'.";

    [Theory]
    [InlineData("a: [b\n",
        "2:1: error: This is not YAML: While parsing a flow sequence, did not find expected ',' or ']'.",
        YamlRemedy)]
    [InlineData("a: [b\nc: d\n",
        "2:1: error: This is not YAML: A bracket is not closed, or a ': ' stands inside of a text.", YamlRemedy)]
    [InlineData("a: b: c",
        "1:5: error: This is not YAML: While scanning a plain scalar value, found invalid mapping.", YamlRemedy)]
    [InlineData("- a", "1:1: error: A configuration is a mapping of keys to values, and this is none.",
        "Begin with keys like fleet:, github: and pools:.")]
    [InlineData("a: *b", "1:4: error: There is no anchor '&b' before this.",
        "Put the anchor first, or quotes around a text that begins with '*'.")]
    [InlineData("a: &b [*b]", "1:8: error: There is no anchor '&b' before this.",
        "Put the anchor first, or quotes around a text that begins with '*'.")]
    [InlineData("a: !vault b", "1:4: error: The tag '!vault' means nothing here.",
        "Remove it, or put quotes around a text that begins with '!'.")]
    [InlineData("? [a]\n: b", "1:3: error: A key has to be a word.",
        "Write 'key: value', or quotes around a '{' or '['.")]
    public void What_cannot_be_read_is_told_once_with_its_place(string yaml, string fault, string remedy)
    {
        var load = new ConfigDesk().Read(yaml);

        ConfigDesk.Texts(load).ShouldBe([$"paddock.yaml:{fault}\n    {remedy}"]);
        load.Config.ShouldBeNull();
    }

    [Fact]
    public void A_second_document_is_refused() =>
        ConfigDesk.Texts(new ConfigDesk().Read(ConfigDesk.Good + "\n---\nfleet: other\n")).ShouldBe(
            [
                "paddock.yaml:16:1: error: A second document begins here, and only one is read.\n"
                    + "    Keep one document; other fleets have files of their own.",
            ]);

    [Fact]
    public void Aliases_cannot_blow_a_small_file_up()
    {
        var yaml = new StringBuilder("x-0: &a0 [a, a, a, a, a, a, a, a, a, a]\n");
        for (var i = 1; i < 10; i++)
        {
            yaml.Append($"x-{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        new ConfigDesk().Read(yaml.ToString()).Faults.ShouldHaveSingleItem().Message
            .ShouldBe("Here are more than 50000 values, counting each use of an alias.");
    }

    [Fact]
    public void Depth_has_a_limit() =>
        new ConfigDesk().Read("a: " + new string('[', 500) + new string(']', 500)).Faults.ShouldHaveSingleItem().Message
            .ShouldBe("Here are more than 32 levels.");

    [Theory]
    [InlineData("a: b\nc:\u00E9", "2:3")]
    [InlineData("\u00FF\u00FEa\0", "1:1")]
    public void Other_encodings_are_told_where_they_show(string latin, string place) =>
        ConfigDesk.Texts(new ConfigDesk().Read(Encoding.Latin1.GetBytes(latin))).ShouldBe(
            [
                $"paddock.yaml:{place}: error: This is not UTF-8.\n"
                    + "    Save it as UTF-8 in your editor; iconv converts it.",
            ]);

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_do_no_harm()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(ConfigDesk.Good.Replace("\n", "\r\n"))];

        new ConfigDesk().Read(bytes).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_was_asked_for_and_is_not_there_is_an_error()
    {
        var load = ConfigReader.Load(new ConfigDesk().Request with { Path = "other.yaml" });

        ConfigDesk.Texts(load).ShouldBe(
            [
                "other.yaml: error: There is no such file.\n"
                    + "    Check --config and PADDOCK_CONFIG; the examples are a start.",
            ]);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_told_with_the_reason()
    {
        var desk = new ConfigDesk { Broken = { ["/srv/a.yaml"] = new("access is denied", "Let it be read.") } };

        ConfigDesk.Texts(ConfigReader.Load(desk.Request with { Path = "a.yaml" })).ShouldBe(
            ["a.yaml: error: It cannot be read: access is denied.\n    Let it be read."]);
    }

    [Fact]
    public void Without_any_file_the_places_looked_at_are_named() =>
        ConfigDesk.Texts(ConfigReader.Load(new ConfigDesk().Request)).ShouldBe(
        [
            """
            paddock.yaml: error: There is no configuration: neither here nor at /etc/paddock/paddock.yaml.
                Write one (the examples are a start), name one with --config, or set PADDOCK_SCOPE, PADDOCK_LABELS and
            """ + " GITHUB_TOKEN.",
        ]);

    [Fact]
    public void The_file_is_the_one_asked_for_else_the_one_here_else_the_systems()
    {
        var desk = new ConfigDesk();
        string[] all = [ConfigPaths.SystemFile, "/srv/paddock.yaml", "/srv/variable.yaml", "/srv/flag.yaml"];
        foreach (var path in all)
        {
            desk.Files[path] = Encoding.UTF8.GetBytes(ConfigDesk.Good);
        }
        desk.Variables["PADDOCK_CONFIG"] = "variable.yaml";

        ConfigReader.Load(desk.Request with { Path = "flag.yaml" }).Path.ShouldBe("flag.yaml");
        ConfigReader.Load(desk.Request).Path.ShouldBe("variable.yaml");
        desk.Variables.Remove("PADDOCK_CONFIG");
        ConfigReader.Load(desk.Request).Path.ShouldBe("paddock.yaml");
        desk.Files.Remove("/srv/paddock.yaml");
        ConfigReader.Load(desk.Request).Path.ShouldBe(ConfigPaths.SystemFile);
    }
}
