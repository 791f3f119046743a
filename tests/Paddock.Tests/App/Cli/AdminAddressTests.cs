using Paddock.App.Cli;
using Paddock.App.Cli.Client;

namespace Paddock.Tests.App.Cli;

public sealed class AdminAddressTests
{
    [Theory]
    [InlineData("unix:/run/paddock/admin.sock", "unix:/run/paddock/admin.sock")]
    [InlineData("http://127.0.0.1:8081", "http://127.0.0.1:8081")]
    [InlineData("https://paddock.acme.example/", "https://paddock.acme.example")]
    public void A_socket_or_a_web_address_is_understood(string text, string shown) =>
        AdminAddress.Parse(text).ToString().ShouldBe(shown);

    [Theory]
    [InlineData("unix:")]
    [InlineData("127.0.0.1:8081")]
    [InlineData("/run/paddock/admin.sock")]
    public void Anything_else_is_a_usage_error(string text) =>
        Should.Throw<CliFaultException>(() => AdminAddress.Parse(text)).Code.ShouldBe(ExitCode.Usage);
}
