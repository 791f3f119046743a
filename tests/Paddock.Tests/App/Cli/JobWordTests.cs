using Paddock.App.Cli;
using Paddock.App.Cli.Client;

namespace Paddock.Tests.App.Cli;

public sealed class JobWordTests
{
    [Theory]
    [InlineData("42", null, 42)]
    [InlineData("github.com/42", "github.com", 42)]
    [InlineData("git.acme.example:8443/42", "git.acme.example:8443", 42)]
    [InlineData("https://github.com/acme/app/actions/runs/7/job/42", "github.com", 42)]
    [InlineData("https://github.com/acme/app/actions/runs/7/job/42?pr=3#step:4:1", "github.com", 42)]
    [InlineData("https://github.com/acme/app/actions/runs/7/attempts/2/job/42", "github.com", 42)]
    [InlineData("http://127.0.0.1:8090/acme/app/actions/runs/7/job/42", "127.0.0.1:8090", 42)]
    public void A_job_is_known_by_id_by_host_and_id_or_by_its_page(string text, string? host, long id) =>
        JobWord.Parse(text).ShouldBe(new JobWord(host, id));

    [Theory]
    [InlineData("build")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("https://github.com/acme/app")]
    public void Anything_else_is_refused_with_what_would_do(string text)
    {
        var fault = Should.Throw<CliFaultException>(() => JobWord.Parse(text));
        fault.Code.ShouldBe(ExitCode.Usage);
        fault.Remedy!.ShouldStartWith("Write its id, host/id, or the address of its page");
    }

    [Fact]
    public void The_page_of_a_run_is_told_from_that_of_a_job() =>
        Should.Throw<CliFaultException>(() => JobWord.Parse("https://github.com/acme/app/actions/runs/7"))
            .Remedy.ShouldBe("That is the page of a run; open one of its jobs and copy that address.");

    [Theory]
    [InlineData("42", "jobs/42")]
    [InlineData("127.0.0.1:8090/42", "jobs/127.0.0.1%3A8090/42")]
    public void It_is_asked_for_with_its_host_when_that_is_known(string text, string path) =>
        JobWord.Parse(text).Path.ShouldBe(path);
}
