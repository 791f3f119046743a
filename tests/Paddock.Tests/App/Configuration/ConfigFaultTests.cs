using Paddock.App.Configuration;

namespace Paddock.Tests.App.Configuration;

/// <summary>One change to a good configuration, and every word an operator then reads.</summary>
public sealed class ConfigFaultTests
{
    [Fact]
    public void A_good_configuration_has_no_fault() => new ConfigDesk().Read(ConfigDesk.Good).Faults.ShouldBeEmpty();

    [Theory]
    [InlineData("fleet: acme-ci", "fleet: acme ci", "1:8: error: fleet takes a name, but is 'acme ci'.",
        "Use up to 63 letters, digits, '-', '_' and '.', a letter or digit first.")]
    [InlineData("fleet: acme-ci", "fleet:", "1:7: error: fleet has no value.", "Write one, or remove the key.")]
    [InlineData("fleet: acme-ci", "fleet: [acme]", "1:8: error: fleet takes a name, but this is a list.",
        "Use up to 63 letters, digits, '-', '_' and '.', a letter or digit first.")]
    [InlineData("fleet: acme-ci", "fleet: ${FLEET}", "1:8: error: The variable FLEET is not set.",
        "Set FLEET in the environment Paddock starts in.")]
    [InlineData("fleet: acme-ci", "fleet: ${FLEET", "1:8: error: A '${' is not followed by a variable's name and '}'.",
        "Write ${NAME}, or $${ where you mean the two characters themselves.")]
    [InlineData("fleet: acme-ci", "fleet: a\nfleet: b",
        "2:1: error: The key 'fleet' is here for the second time; line 1 has it first.", "Keep one of them.")]
    [InlineData("github:", "gihub:", "2:1: error: There is no key 'gihub' in the file.", "Did you mean 'github'?")]
    [InlineData("fleet: acme-ci", "colour: red", "1:1: error: There is no key 'colour' in the file.",
        "Keys here are: fleet, github, connections, providers, pools, images, max_runners, label_limits, repositories, "
        + "sweep_interval, check_interval, state_directory, store, listen, reload_on_change, log.")]
    [InlineData("labels:", "lables:", "11:5: error: There is no key 'lables' in pools[0].", "Did you mean 'labels'?")]
    [InlineData("max_runners: 8", "max-runners: 8", "14:5: error: There is no key 'max-runners' in pools[0].",
        "Did you mean 'max_runners'?")]
    [InlineData("max_runners: 8", "max_runners: eight",
        "14:18: error: pools[0].max_runners takes a whole number above zero, but is 'eight'.", "Write 1 or more.")]
    [InlineData("max_runners: 8", "spill: yes", "14:12: error: pools[0].spill takes true or false, but is 'yes'.",
        "Write true or false.")]
    [InlineData("max_runners: 8", "timeouts: {idle: 10}",
        "14:22: error: pools[0].timeouts.idle takes a duration, but is '10'.",
        "Write it with a unit, like 30s, 5m, 25h or 1h30m.")]
    [InlineData("max_runners: 8", "timeouts: {idle: 0s}",
        "14:22: error: A time-out must be longer than nothing.", "Write it like 30s, 5m or 25h.")]
    [InlineData("max_runners: 8", "idle: {min: 9, max: 3}",
        "14:11: error: idle is min 9, max 3: min must not be negative nor above max.", "Swap or raise them.")]
    [InlineData("max_runners: 8", "idle: {kind: cold}",
        "14:18: error: pools[0].idle.kind is one of registered, blank, not 'cold'.", "Use one of registered, blank.")]
    [InlineData("max_runners: 8", "idle: {schedule: [{hours: 8-8}]}",
        "14:31: error: pools[0].idle.schedule[0].hours takes hours of a day, but is '8-8'.",
        "Write where they begin and end, like 08-18, 8:30-17:45, 22-06 into the next day, or 00-24.")]
    [InlineData("max_runners: 8", "idle: {schedule: [{zone: Europe/Bärlin}]}",
        "14:30: error: pools[0].idle.schedule[0].zone takes a time zone, but is 'Europe/Bärlin'.",
        "Did you mean 'Europe/Berlin'?")]
    [InlineData("max_runners: 8", "idle: {schedule: [{days: mo}]}",
        "14:30: error: pools[0].idle.schedule[0].days[0] takes a day of the week, or two with '-' between, "
        + "but is 'mo'.", "Write it like mon, mon-fri or sat-sun.")]
    [InlineData("max_runners: 8", "selectors: [x]", "14:5: error: Selectors are not supported yet.",
        "Make a pool for each choice a job may make.")]
    [InlineData("max_runners: 8", "demand: scale_set", "14:5: error: Scale sets are not supported yet.",
        "Leave the key out: jobs are found by webhooks and sweeps.")]
    [InlineData("max_runners: 8", "group: builders\n    scopes2: 1",
        "15:5: error: There is no key 'scopes2' in pools[0].", "Did you mean 'scopes'?")]
    [InlineData("memory: 4GiB", "memory: 4G", "13:49: error: pools[0].offers[0].size.memory takes a size, but is '4G'.",
        "Write it like 512MiB, 4GiB or 4GB.")]
    [InlineData("{cpu: 2, memory: 4GiB}", "cx23", "13:32: error: Docker knows no named sizes.",
        "Write limits, like size: {cpu: 2, memory: 4GiB}.")]
    [InlineData("{cpu: 2, memory: 4GiB}", "[2]",
        "13:32: error: pools[0].offers[0].size takes a text, or a mapping of keys to values, but this is a list.",
        "Indent its keys below it, one a line, each with a colon.")]
    [InlineData("{provider: here, ", "{provider: here, location: here, ",
        "13:26: error: Locations are not supported yet.",
        "Make a provider for each place, and an offer for each provider.")]
    [InlineData("{provider: here, ", "{provider: here, locations: [a, b], ",
        "13:26: error: Locations are not supported yet.",
        "Make a provider for each place, and an offer for each provider.")]
    [InlineData("provider: here", "provider: her", "13:20: error: There is no provider 'her'.", "Did you mean 'here'?")]
    [InlineData("provider: here", "provider: cloud", "13:20: error: There is no provider 'cloud'.",
        "Use one of: here, dev.")]
    [InlineData("provider: here, ", "", "13:9: error: pools[0].offers[0] has no 'provider'.",
        "Add it. The name of a provider.")]
    [InlineData("org:acme", "acme", "10:14: error: pools[0].scopes[0] takes a scope, but is 'acme'.",
        "Write repo:owner/name, org:name or enterprise:slug, with 'connection/' before it for another connection.")]
    [InlineData("org:acme", "ghes/org:acme", "10:14: error: There is no connection 'ghes'.", "Use one of: default.")]
    [InlineData("org:acme", "defualt/org:acme", "10:14: error: There is no connection 'defualt'.",
        "Did you mean 'default'?")]
    [InlineData("[self-hosted, linux, x64]", "[]",
        "11:13: error: Pool 'linux' has no labels, and GitHub needs at least one.",
        "Add the labels of runs-on, for example [self-hosted, linux, x64].")]
    [InlineData("kind: docker", "kind: dokcer",
        "6:16: error: providers.here.kind is one of docker, lxd, incus, process, not 'dokcer'.",
        "Did you mean 'docker'?")]
    [InlineData("kind: docker", "kind: hetzner", "6:16: error: Providers of kind hetzner are not supported yet.",
        "Use docker, lxd, incus or process.")]
    [InlineData("{kind: docker}", "{}", "6:9: error: providers.here has no 'kind'.",
        "Add it: one of docker, lxd, incus, process.")]
    [InlineData("kind: docker", "kind: docker, docker: dind",
        "6:32: error: docker: dind is not offered: it needs a privileged container, which makes a job root on the "
        + "host.",
        "Use docker: socket, which is as dangerous but honest about it, or docker: none.")]
    [InlineData("kind: docker", "kind: docker, host: ssh://x",
        "6:30: error: providers.here.host takes the address of a Docker Engine, but is 'ssh://x'.",
        "Write unix:///var/run/docker.sock or tcp://host:2376, without user.")]
    [InlineData("kind: docker", "kind: docker, host: \"tcp://ann:canary0000@127.0.0.1:2375\"",
        "6:30: error: providers.here.host takes the address of a Docker Engine, but is 'tcp://***@127.0.0.1:2375'.",
        "Write unix:///var/run/docker.sock or tcp://host:2376, without user.")]
    [InlineData("kind: docker", "kind: docker, host: tcp://10.0.0.1:2375",
        "6:30: error: providers.here would reach Docker over plain tcp: whoever reaches that port is root there.",
        "Use TLS and name certificate_directory, or tunnel to a unix socket or a loopback port.")]
    [InlineData("here: {kind: docker}", "here: {kind: docker}\n  'a/b': {kind: process}",
        "7:3: error: 'a/b' cannot be the name of a provider.",
        "Use up to 63 letters, digits, '-', '_' and '.', a letter or digit first.")]
    [InlineData("token: ${TOKEN}", "url: https://github.com", "3:3: error: github has no token and no app.",
        "Add token_file or token: ${GITHUB_TOKEN}, a personal access token that may manage runners, or app: "
        + "{client_id: …, private_key_file: …}.")]
    [InlineData("token: ${TOKEN}", "token: ''", "3:10: error: github.token takes a secret, but this is none.",
        "Give its value, or leave the key out. If it comes from a variable, that variable is empty.")]
    [InlineData("token: ${TOKEN}", "token_file: absent", "3:15: error: There is no file /srv/absent.",
        "Create it with the secret in it, readable by the user Paddock runs as.")]
    [InlineData("token: ${TOKEN}", "token: ${TOKEN}\n  token_file: token",
        "4:15: error: github.token and github.token_file say the same thing.", "Keep one of them.")]
    [InlineData("token: ${TOKEN}", "token: ${TOKEN}\n  url: github.com",
        "4:8: error: github.url takes a web address, but is 'github.com'.",
        "Write it whole, like https://github.com, without user or query.")]
    [InlineData("token: ${TOKEN}", "token: ${TOKEN}\n  url: http://ann:canary0000@example.org",
        "4:8: error: github.url takes a web address, but is 'http://***@example.org'.",
        "Write it whole, like https://github.com, without user or query.")]
    [InlineData("providers:", "connections: {default: {token: x}}\nproviders:",
        "3:3: error: 'github' is the connection 'default', and 'connections' has one of that name too.",
        "Keep one of them.")]
    [InlineData("{secret: \"${HOOK}\"}", "{}",
        "4:12: error: Connection 'default' has no webhook secret, but 127.0.0.1:8080 listens: anybody could send.",
        "Set webhook.secret_file or webhook.secret as at GitHub, or listen.public: none for sweeps alone.")]
    [InlineData("{secret: \"${HOOK}\"}", "{secrets: [a, b, c]}",
        "4:22: error: github.webhook.secrets takes up to 2, but has 3.", "Remove some.")]
    [InlineData("{secret: \"${HOOK}\"}", "{secret: a, secrets: [b, c]}",
        "4:12: error: github.webhook has 3 secrets; two are enough to replace one by another.",
        "Remove those that GitHub no longer signs with.")]
    [InlineData("public: \"127.0.0.1:8080\"", "public: example.org:80",
        "15:18: error: listen.public takes an address to listen on, or none, but is 'example.org:80'.",
        "Write an IP address and a port, like 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080.")]
    [InlineData("public: \"127.0.0.1:8080\"", "public: \"127.0.0.1:8080\", metrics: \"0.0.0.0:8080\"",
        "15:45: error: listen.metrics and listen.public are both on port 8080.", "Give each a port of its own.")]
    [InlineData("public: \"127.0.0.1:8080\"", "public: \"127.0.0.1:8080\", admin: {tcp: \"127.0.0.1:8081\"}",
        "15:43: error: The admin API over TCP has no token. Even on loopback jobs can reach it.",
        "Add token_file: with a file of, say, 32 random letters: openssl rand -hex 16.")]
    [InlineData("public: \"127.0.0.1:8080\"", "public: \"127.0.0.1:8080\", admin: tcp",
        "15:43: error: listen.admin takes unix, or unix: and a path, but is 'tcp'.",
        "Write unix or unix:/run/paddock/admin.sock; TCP is {tcp: 127.0.0.1:8081, token_file: …}.")]
    [InlineData("listen:", "store: {postgres: x}\nlisten:", "15:9: error: A PostgreSQL store is not supported yet.",
        "Use the embedded store: leave the key out, or set store.sqlite.")]
    [InlineData("listen:", "sweep_interval: 13h\nlisten:", "15:17: error: sweep_interval is out of bounds.",
        "Use 1s to 12h, or leave it out.")]
    [InlineData("listen:", "check_interval: 5s\nlisten:", "15:17: error: check_interval is out of bounds.",
        "Use 30s to 12h, or leave it out.")]
    [InlineData("listen:", "log: {level: verbose}\nlisten:",
        "15:14: error: log.level is one of trace, debug, info, warn, error, not 'verbose'.",
        "Use one of trace, debug, info, warn, error.")]
    public void One_change_is_one_error_at_its_place(string old, string changed, string fault, string remedy)
    {
        var load = new ConfigDesk().ReadWith(old, changed);

        ConfigDesk.Texts(load).ShouldBe([$"paddock.yaml:{fault}\n    {remedy}"]);
        load.Config.ShouldBeNull();
    }

    [Theory]
    [InlineData("public: \"127.0.0.1:8080\"", "public: none",
        "15:18: warning: No webhooks come in: jobs are found by sweeps alone, up to sweep_interval late.",
        "Set listen.public: 0.0.0.0:8080 to use the webhook secret that is there.")]
    [InlineData("{provider: here, size: {cpu: 2, memory: 4GiB}}", "{provider: dev, size: {cpu: 2}}",
        "13:31: warning: pools[0].offers[0].size has no effect with a provider of kind process.", "Remove it.")]
    [InlineData("{provider: here, size: {cpu: 2, memory: 4GiB}}", "{provider: dev, image: x}",
        "13:32: warning: pools[0].offers[0].image has no effect with a provider of kind process.", "Remove it.")]
    [InlineData("max_runners: 8", "timeouts: {max_lifetime: 1h}",
        "14:30: warning: Machines of pool 'linux' power themselves off after 1h, in the middle of any longer "
        + "job.",
        "Six hours plus registration and idle is the least that is safe for ordinary jobs.")]
    [InlineData("token: ${TOKEN}", "token: ${TOKEN}\n  url: http://git.acme.example",
        "4:8: warning: github.url is plain http: the token crosses the network in the clear.", "Use https.")]
    public void What_only_may_be_wrong_is_a_warning_beside_a_configuration(
        string old, string changed, string fault, string remedy)
    {
        var load = new ConfigDesk().ReadWith(old, changed);

        ConfigDesk.Texts(load).ShouldBe([$"paddock.yaml:{fault}\n    {remedy}"]);
        load.Config.ShouldNotBeNull();
    }

    [Fact]
    public void Unsigned_webhooks_are_taken_on_request_and_doubted_off_loopback()
    {
        var local = new ConfigDesk().ReadWith("{secret: \"${HOOK}\"}", "{allow_unsigned: true}");
        var open = new ConfigDesk().Read(
            ConfigDesk.Good.Replace("{secret: \"${HOOK}\"}", "{allow_unsigned: true}").Replace("127.0.0.1", "0.0.0.0"));

        local.Faults.ShouldBeEmpty();
        ConfigDesk.Texts(open).ShouldBe(
        [
            "paddock.yaml:4:29: warning: Connection 'default' takes unsigned webhooks: whoever reaches 0.0.0.0:8080 "
                + "starts machines.\n    Set a webhook secret and remove allow_unsigned.",
        ]);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_in_the_order_of_the_file()
    {
        var load = new ConfigDesk().Read(
            ConfigDesk.Good.Replace("fleet: acme-ci", "fleet: a b").Replace("docker", "dokcer")
                .Replace("labels", "lables").Replace("4GiB", "4G").Replace("max_runners: 8", "max_runners: -1"));

        load.Faults.Select(fault => fault.Line).ShouldBe([1, 6, 11, 13, 14]);
    }

    [Fact]
    public void A_provider_where_there_are_none_is_to_be_added()
    {
        var load = new ConfigDesk().ReadWith("providers:\n  here: {kind: docker}\n  dev: {kind: process}\n", "");

        ConfigDesk.Texts(load).ShouldBe(
            ["paddock.yaml:10:20: error: There is no provider 'here'.\n    Add it under providers."]);
    }

    [Fact]
    public void A_socket_path_longer_than_a_socket_takes_is_told()
    {
        var path = "/run/" + new string('x', 103);

        var load = new ConfigDesk().ReadWith("listen: {", $"listen: {{admin: 'unix:{path}', ");

        load.Faults.ShouldHaveSingleItem().Message
            .ShouldBe($"The admin socket's path has 108 bytes, and 107 are possible: {path}.");
    }
}
