using System.Diagnostics;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Providers.Bootstrap;

namespace Paddock.Tests.Providers.Bootstrap;

/// <summary>The part of the start scripts that registers a machine, run by a real shell.</summary>
public sealed class RegistrationScriptTests : IDisposable
{
    private const string Token = "canary=0000==";

    private readonly string _root = Directory.CreateTempSubdirectory("paddock-registration-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task The_values_come_by_the_environment_and_the_file_is_gone_before()
    {
        PutTicket();
        PutConfig("ls -A > seen; env | grep ^ACTIONS_RUNNER_INPUT | sort > given; echo \"$@\" > words");

        (await RunAsync("register && env > after")).ShouldBe(0);

        Read("given").ShouldBe(
            "ACTIONS_RUNNER_INPUT_LABELS=self-hosted,it's \"$HOME\"\nACTIONS_RUNNER_INPUT_NAME=pdk-a-1\n"
            + "ACTIONS_RUNNER_INPUT_RUNNERGROUP=Big = Builders\n"
            + $"ACTIONS_RUNNER_INPUT_TOKEN={Token}\nACTIONS_RUNNER_INPUT_URL=https://git.acme.example/acme\n");
        Read("words").ShouldBe("--unattended --ephemeral --disableupdate --no-default-labels\n");
        Read("seen").ShouldNotContain(RegistrationTicket.FileName);
        Read("after").ShouldNotContain("canary");
    }

    [Fact]
    public async Task The_command_is_made_the_runners_by_the_words_before_it()
    {
        PutTicket();
        PutConfig("echo \"$WHO\" > who");

        (await RunAsync("register env WHO=runner")).ShouldBe(0);

        Read("who").ShouldBe("runner\n");
    }

    [Fact]
    public async Task A_registration_that_fails_is_told_and_leaves_no_token_in_the_environment()
    {
        PutTicket();
        PutConfig("exit 7");

        (await RunAsync("register; code=$?; env > after; exit $code")).ShouldBe(7);

        Read("after").ShouldNotContain("canary");
    }

    [Fact]
    public async Task Without_such_a_ticket_nothing_is_done() => (await RunAsync("register")).ShouldBe(0);

    private void PutTicket()
    {
        var file = RegistrationTicket.Of(
            new Uri("https://git.acme.example/acme"), new RunnerName("pdk-a-1"),
            new LabelSet(["self-hosted", "it's \"$HOME\""]), "Big = Builders", new Secret(Token)).Files.Single();
        File.WriteAllText(Path.Combine(_root, file.Name), file.Content.Reveal());
    }

    private void PutConfig(string body) =>
        File.WriteAllText(Path.Combine(_root, "config.body"), body);

    private string Read(string name) => File.ReadAllText(Path.Combine(_root, name));

    private async Task<int> RunAsync(string use)
    {
        var script = $"""
            set -u
            printf '#!/bin/sh\n. ./config.body\n' > config.sh
            chmod +x config.sh
            {RegistrationScript.Function}
            {use}
            """;
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _root };
        using var shell = System.Diagnostics.Process.Start(start)!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return shell.ExitCode;
    }
}
