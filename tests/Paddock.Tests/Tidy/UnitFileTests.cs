namespace Paddock.Tests.Tidy;

/// <summary>The service that is installed as it lies here, so no program reads it before it is in use.</summary>
public sealed class UnitFileTests
{
    private static readonly string[] Unit =
        Tree.Files.Single(file => file.Path == "deploy/systemd/paddock.service").Lines;

    [Theory]
    [InlineData("Restart=always")]
    [InlineData("StartLimitIntervalSec=0")]
    [InlineData("ExecStartPre=/usr/local/bin/paddock validate")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("CapabilityBoundingSet=")]
    [InlineData("SystemCallArchitectures=native")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("StateDirectoryMode=0700")]
    [InlineData("WantedBy=multi-user.target")]
    public void The_service_comes_back_and_may_gain_no_rights(string line) => Unit.ShouldContain(line);

    [Fact]
    public void No_secret_is_in_the_unit_or_on_its_command_line() => Unit
        .Where(line => !line.StartsWith('#'))
        .ShouldNotContain(line => line.Contains("_TOKEN") || line.Contains("_SECRET") || line.Contains("--token"));
}
