using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Providers.Bootstrap;

namespace Paddock.Tests.Providers.Bootstrap;

/// <summary>A ticket's file names become paths in a runner, wherever it runs.</summary>
public sealed class TicketRulesTests
{
    private static Ticket Of(params IEnumerable<string> names) =>
        new([.. names.Select(name => new TicketFile(name, new Secret("x")))]);

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData(".a\\b")]
    [InlineData(".a/b")]
    [InlineData("run.sh")]
    public void A_file_that_would_lie_elsewhere_or_replace_the_runner_s_is_refused(string name) =>
        TicketRules.FaultOf(Of(".runner", name))!.Kind.ShouldBe(FaultKind.InvalidSpec);

    [Fact]
    public void The_files_of_a_JIT_configuration_are_not() =>
        TicketRules.FaultOf(Of(".runner", ".credentials", ".credentials_rsaparams")).ShouldBeNull();
}
