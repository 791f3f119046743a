using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.App.Cli.Rendering;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Paddock.Tests.App.Cli;

public sealed class YamlTextTests
{
    /// <summary>What YAML could take for something else, and what a terminal or an emitter stumbles over.</summary>
    private static readonly string[] Texts =
    [
        "", " ", "plain", "two words", "a  b", " leading", "trailing ", "a: b", "a #b", "#", "-", "- a", "?", "*a",
        "&a",
        "!a", "%a", "@a", "`a", "{a}", "[a]", "a,b", "'", "\"", "\\",
        "|", ">", "~", "null", "Null", "NULL", "true",
        "True", "FALSE", "yes", "No", "on", "OFF", "y", "N", "0", "1", "-1", "+1", "1.5", ".5", "1e5", "1E+5", "0x1F",
        "0o17", "017", "0b1", "1_000", "1:30", "190:20:30", ".inf", "-.INF", ".nan", "2026-11-20",
        "2026-11-20T09:00:00Z",
        "=", "<<", "---", "...", "--- a", "a\nb", "a\n", "\na", "a\r\nb", "\t", "\ta", "a\tb", "\0", "\u0001",
        "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ufffd", "ä", "→", "日本", "😀", "/a/b",
        "unix:/run/x", "https://a.b/c?d#e", "$x", "pdk-0a1b2c3d-abcdefghijkl", "1.2.3.4:80", "e5", "E", "_1",
        "Infinity",
        "NaN", new('x', 5000), string.Join(' ', Enumerable.Repeat("word", 500)),
    ];

    [Fact]
    public void A_text_is_read_as_the_text_it_was() => Texts.ToList().ForEach(text =>
        Same(new JsonObject { ["key"] = text, [text] = "value", ["list"] = new JsonArray(text, new JsonArray(text)) }));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.50")]
    [InlineData("1e5")]
    [InlineData("1E-5")]
    [InlineData("-2.5e+10")]
    [InlineData("12345678901234567890")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[[], {}, [{}], {\"a\": []}]")]
    [InlineData("[{\"a\": 1, \"b\": {\"c\": [1, 2]}}, 3]")]
    public void What_is_no_text_is_read_as_what_it_was(string json) => Same(new JsonObject { ["a"] = Parse(json) });

    /// <summary>A reader of YAML 1.1, which has most ways to misread a text.</summary>
    [Fact]
    public async Task Another_reader_reads_the_same()
    {
        var all = new JsonObject
        {
            ["texts"] = new JsonArray([.. Texts.Select(text => (JsonNode?)text)]),
            ["numbers"] = Parse("[0, -1, 1.5, 1e5, 1E-5, true, false, null]"),
        };

        var read = await ReadWithPythonAsync(YamlText.Of(Element(all)));

        JsonNode.DeepEquals(read["texts"], all["texts"]).ShouldBeTrue(read.ToJsonString());
        read["numbers"]!.ToJsonString().ShouldBe("[0,-1,1.5,100000.0,1e-05,true,false,null]");
    }

    [Fact]
    public void Nothing_is_folded()
    {
        var text = string.Join(", ", Enumerable.Repeat("w", 200));

        YamlText.Of(Element(new JsonObject { ["a"] = text })).ShouldBe($"a: \"{text}\"");
    }

    private static JsonNode? Parse(string json) => JsonNode.Parse(json);

    private static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString());

    private static void Same(JsonNode json)
    {
        var yaml = YamlText.Of(Element(json));
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        JsonNode.DeepEquals(Read(parser), json).ShouldBeTrue(yaml);
        parser.Consume<DocumentEnd>();
        parser.Accept<StreamEnd>(out _).ShouldBeTrue(yaml);
    }

    private static JsonNode? Read(Parser parser)
    {
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Read(parser));
            }
            return items;
        }
        if (parser.TryConsume<MappingStart>(out _))
        {
            var members = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                members[parser.Consume<Scalar>().Value] = Read(parser);
            }
            return members;
        }
        var scalar = parser.Consume<Scalar>();
        var isText = scalar.Style != ScalarStyle.Plain
            || (char.IsAsciiLetter(scalar.Value[0]) && scalar.Value is not ("true" or "false" or "null"))
            || scalar.Value[0] is '_' or '/';
        return isText ? scalar.Value : Parse(scalar.Value);
    }

    private static async Task<JsonNode> ReadWithPythonAsync(string yaml)
    {
        using var python = StartPythonOrSkip();
        var stop = TestContext.Current.CancellationToken;
        await python.StandardInput.WriteAsync(yaml.AsMemory(), stop);
        python.StandardInput.Close();
        var said = await python.StandardOutput.ReadToEndAsync(stop);
        var complaint = await python.StandardError.ReadToEndAsync(stop);
        Assert.SkipWhen(complaint.Contains("No module named 'yaml'"), "This machine has no python3-yaml.");
        complaint.ShouldBeEmpty();
        return JsonNode.Parse(said)!;
    }

    private static Process StartPythonOrSkip()
    {
        const string Program = "import sys, json, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)";
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", Program])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("This machine has no python3.");
            throw;
        }
    }
}
