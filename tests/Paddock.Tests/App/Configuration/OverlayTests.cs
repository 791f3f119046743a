using Microsoft.Extensions.Logging;
using Paddock.App.Configuration;
using Paddock.GitHub.Auth;
using Paddock.Providers.Docker;
using Paddock.Providers.Process;

namespace Paddock.Tests.App.Configuration;

/// <summary>Flag, then variable, then file, then default.</summary>
public sealed class OverlayTests
{
    [Fact]
    public void A_flag_wins_over_a_variable_and_a_variable_over_the_file()
    {
        var desk = new ConfigDesk { Variables = { ["PADDOCK_FLEET"] = "variable" }, Flags = { ["fleet"] = "flag" } };

        ConfigDesk.Accepted(desk.Read(ConfigDesk.Good)).Fleet.ShouldBe("flag");
        desk.Flags.Clear();
        ConfigDesk.Accepted(desk.Read(ConfigDesk.Good)).Fleet.ShouldBe("variable");
        desk.Variables.Remove("PADDOCK_FLEET");
        ConfigDesk.Accepted(desk.Read(ConfigDesk.Good)).Fleet.ShouldBe("acme-ci");
        ConfigDesk.Accepted(desk.ReadWith("fleet: acme-ci", "")).Fleet.ShouldBe("paddock");
    }

    [Fact]
    public void A_token_of_a_variable_displaces_the_file_of_the_configuration()
    {
        var desk = new ConfigDesk { Variables = { ["PADDOCK_GITHUB_TOKEN"] = "theirs" } };

        var config = ConfigDesk.Accepted(desk.ReadWith("token: ${TOKEN}", "token_file: absent"));

        config.Connections[0].Credential.ShouldBeOfType<GitHubCredential.Token>().Value.Reveal().ShouldBe("theirs");
    }

    [Theory]
    [InlineData("{secret: old}")]
    [InlineData("{secret_file: absent}")]
    [InlineData("{secrets: [old, older]}")]
    [InlineData("{secret_files: [absent]}")]
    public void A_webhook_secret_of_a_variable_displaces_every_secret_of_the_file(string written)
    {
        var desk = new ConfigDesk { Variables = { ["PADDOCK_WEBHOOK_SECRET"] = "theirs" } };

        var config = ConfigDesk.Accepted(desk.ReadWith("{secret: \"${HOOK}\"}", written));

        config.Connections[0].WebhookSecrets.ShouldHaveSingleItem().Reveal().ShouldBe("theirs");
    }

    [Fact]
    public void A_file_of_a_variable_displaces_them_too()
    {
        var desk = new ConfigDesk { Variables = { ["PADDOCK_WEBHOOK_SECRET_FILE"] = "hook" } };
        desk.Files["/srv/hook"] = "theirs"u8.ToArray();

        var config = ConfigDesk.Accepted(desk.ReadWith("{secret: \"${HOOK}\"}", "{secrets: [old, older]}"));

        config.Connections[0].WebhookSecrets.ShouldHaveSingleItem().Reveal().ShouldBe("theirs");
    }

    [Fact]
    public void The_customary_token_counts_only_when_the_file_says_none()
    {
        var desk = new ConfigDesk { Variables = { ["GITHUB_TOKEN"] = "customary" } };

        TokenOf(desk.Read(ConfigDesk.Good)).ShouldBe("ghp_" + ConfigDesk.Canary);
        TokenOf(desk.ReadWith("  token: ${TOKEN}\n", "")).ShouldBe("customary");
    }

    [Fact]
    public void A_setting_of_the_default_connection_goes_where_the_file_has_it()
    {
        var desk = new ConfigDesk { Variables = { ["PADDOCK_GITHUB_URL"] = "https://git.acme.example" } };

        var config = ConfigDesk.Accepted(desk.Read(
            ConfigDesk.Good.Replace("github:\n", "connections:\n default:\n")));

        config.Connections.ShouldHaveSingleItem().Host.ShouldBe("git.acme.example");
    }

    [Fact]
    public void One_pool_needs_no_file()
    {
        var desk = new ConfigDesk
        {
            Variables =
            {
                ["GITHUB_TOKEN"] = "t",
                ["PADDOCK_SCOPE"] = "org:acme, repo:a/b", ["PADDOCK_LABELS"] = "self-hosted,linux,x64",
                ["PADDOCK_IMAGE"] = "runner", ["PADDOCK_MAX_RUNNERS"] = "4", ["PADDOCK_WEBHOOK_SECRET"] = "s",
                ["PADDOCK_LISTEN"] = "127.0.0.1:9000", ["PADDOCK_IDLE"] = "1", ["PADDOCK_LOG_LEVEL"] = "debug",
            },
        };

        var load = ConfigReader.Load(desk.Request);
        var config = ConfigDesk.Accepted(load);
        var pool = config.Pools.ShouldHaveSingleItem();

        load.Faults.ShouldBeEmpty();
        config.Providers.ShouldHaveSingleItem().ShouldBeOfType<DockerSettings>();
        pool.Scopes.Select(scope => scope.ToString()).ShouldBe(["org:acme", "repo:a/b"]);
        pool.Labels.Texts.ShouldBe(["self-hosted", "linux", "x64"]);
        (pool.Name.Value, pool.Offers[0].Image, pool.Idle.Min, config.RunnersMax).ShouldBe(("default", "runner", 1, 4));
        (config.Listen.Public!.ToString(), config.Log.Level).ShouldBe(("127.0.0.1:9000", LogLevel.Debug));
    }

    [Fact]
    public void The_one_pool_may_run_processes()
    {
        var desk = new ConfigDesk
        {
            Variables = { ["GITHUB_TOKEN"] = "t", ["PADDOCK_LABELS"] = "dev", ["PADDOCK_PROVIDER"] = "process" },
            Flags = { ["scope"] = "repo:a/b" },
        };

        ConfigDesk.Accepted(ConfigReader.Load(desk.Request)).Providers.ShouldHaveSingleItem()
            .ShouldBeOfType<ProcessSettings>();
    }

    [Fact]
    public void A_fault_of_a_variable_names_the_variable()
    {
        var desk = new ConfigDesk
        {
            Variables =
            {
                ["GITHUB_TOKEN"] = "t",
                ["PADDOCK_SCOPE"] = "acme", ["PADDOCK_LABELS"] = "x", ["PADDOCK_PROVIDER"] = "dokcer",
            },
            Flags = { ["max-runners"] = "many" },
        };

        ConfigReader.Load(desk.Request).Faults.Where(fault => !fault.IsWarning)
            .Select(fault => (fault.File, fault.Message)).ShouldBe(
            [
                ("--max-runners", "max_runners takes a whole number above zero, but is 'many'."),
                ("$PADDOCK_PROVIDER", "providers.dokcer.kind is one of docker, lxd, incus, process, not 'dokcer'."),
                ("$PADDOCK_SCOPE", "pools[0].scopes[0] takes a scope, but is 'acme'."),
            ], ignoreOrder: true);
    }

    [Fact]
    public void Pool_variables_beside_a_file_with_pools_are_told_to_do_nothing()
    {
        var desk = new ConfigDesk { Variables = { ["PADDOCK_LABELS"] = "x" } };

        ConfigDesk.Texts(desk.Read(ConfigDesk.Good)).ShouldBe(
            [
                "$PADDOCK_LABELS: warning: $PADDOCK_LABELS has no effect: the file has pools of its own.\n"
                    + "    Remove it, or write it into a pool of the file.",
            ]);
    }

    [Fact]
    public void A_slip_in_a_variables_name_is_told_unless_the_file_uses_it()
    {
        var desk = new ConfigDesk
        {
            Variables = { ["PADDOCK_LABLES"] = "x", ["PADDOCK_FLEETS"] = "y", ["PADDOCK_UNRELATED"] = "z" },
        };

        ConfigDesk.Texts(desk.ReadWith("acme-ci", "${PADDOCK_FLEETS}")).ShouldBe(
            [
                "$PADDOCK_LABLES: warning: The variable PADDOCK_LABLES means nothing to Paddock.\n"
                    + "    Did you mean PADDOCK_LABELS?",
            ]);
    }

    [Fact]
    public void A_secret_is_no_flag() =>
        new ConfigDesk { Flags = { ["github-token"] = "x" } }.Read(ConfigDesk.Good).Faults
            .ShouldHaveSingleItem().Message.ShouldBe("There is no flag --github-token.");

    [Fact]
    public void The_engine_is_the_one_the_docker_command_would_use()
    {
        var desk = new ConfigDesk { Variables = { ["DOCKER_HOST"] = "unix:///run/user/1000/docker.sock" } };

        ((DockerSettings)ConfigDesk.Accepted(desk.Read(ConfigDesk.Good)).Providers[0]).Host.AbsolutePath
            .ShouldBe("/run/user/1000/docker.sock");
        desk.Variables["DOCKER_HOST"] = "ssh://me@there";
        desk.Read(ConfigDesk.Good).Faults.ShouldHaveSingleItem().File.ShouldBe("$DOCKER_HOST");
    }

    private static string TokenOf(ConfigLoad load) =>
        ((GitHubCredential.Token)ConfigDesk.Accepted(load).Connections[0].Credential).Value.Reveal();
}
