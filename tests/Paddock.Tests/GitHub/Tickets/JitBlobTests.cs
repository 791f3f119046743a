using System.Text;
using Paddock.GitHub.Tickets;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Tests.GitHub.Tickets;

public sealed class JitBlobTests
{
    [Fact]
    public void Its_files_come_out_as_they_went_in() => Unpack("""{".runner":"e30=",".credentials":"w6Q="}""")!
        .Files.Select(file => (file.Name, file.Content.Reveal())).ShouldBe([(".runner", "{}"), (".credentials", "ä")]);

    [Fact]
    public void A_byte_order_mark_stays_where_it_is() => Unpack("""{".runner":"77u/e30=",".credentials":""}""")!
        .Files[0].Content.Reveal().ShouldBe("\uFEFF{}");

    [Theory]
    [InlineData("run.sh")]
    [InlineData("/etc/passwd")]
    [InlineData("../.runner")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData(".ssh/authorized_keys")]
    [InlineData(".a\\\\b")]
    [InlineData(".a\\nb")]
    [InlineData(".a b")]
    [InlineData(".ünïcode")]
    [InlineData(".a\\u0000")]
    public void A_file_of_another_kind_of_name_is_not_written(string name) =>
        ProblemOf($$"""{".runner":"e30=",".credentials":"e30=","{{name}}":"e30="}""").ShouldContain("we do not write");

    [Fact]
    public void A_name_without_end_is_not_written() =>
        ProblemOf($$"""{".{{new string('a', 100)}}":"e30="}""").ShouldContain("we do not write");

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void Anything_but_an_object_is_refused(string json) => ProblemOf(json).ShouldContain("no object");

    [Theory]
    [InlineData("""{".runner":{}}""")]
    [InlineData("""{".runner":null}""")]
    [InlineData("""{".runner":1}""")]
    public void A_file_that_is_no_text_is_refused(string json) => ProblemOf(json).ShouldContain("no text");

    [Theory]
    [InlineData("""{".runner":"***"}""")]
    [InlineData("""{".runner":"/w=="}""")]
    [InlineData("""{".runner":""")]
    [InlineData("")]
    public void What_is_no_base64_of_UTF8_in_JSON_is_refused(string json) =>
        ProblemOf(json).ShouldContain("not base64");

    [Fact]
    public void What_is_no_base64_is_refused()
    {
        JitBlob.Unpack(new Secret("not base64!"), out var problem).ShouldBeNull();
        problem.ShouldContain("not base64");
    }

    [Fact]
    public void A_file_twice_is_refused() =>
        ProblemOf("""{".runner":"e30=",".runner":"e30="}""").ShouldContain("twice");

    [Fact]
    public void Files_without_end_are_refused()
    {
        var files = string.Join(',', Enumerable.Range(0, 17).Select(i => $"\".f{i}\":\"e30=\""));

        ProblemOf($"{{{files}}}").ShouldContain("more than 16");
    }

    [Fact]
    public void Without_the_credentials_it_is_no_ticket() =>
        ProblemOf("""{".runner":"e30="}""").ShouldContain(".credentials");

    [Fact]
    public void Nothing_of_the_content_is_in_the_problem() =>
        ProblemOf("""{".runner":"c2VjcmV0","run.sh":"c2VjcmV0"}""").ShouldNotContain("c2VjcmV0");

    private static Ticket? Unpack(string json) => JitBlob.Unpack(Blob(json), out _);

    private static string ProblemOf(string json)
    {
        JitBlob.Unpack(Blob(json), out var problem).ShouldBeNull();
        return problem;
    }

    private static Secret Blob(string json) => new(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));
}
