using System.Net;
using System.Reflection;
using System.Text;
using Paddock.App.Configuration;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Process;

namespace Paddock.Tests.App.Configuration;

/// <summary>
/// A file that sets every key to something else than its default reaches every member of what is read. A member that a
/// later change adds and no key reaches fails here.
/// </summary>
public sealed class ConfigReachTests
{
    private const string Full =
        """
        fleet: f
        connections:
          default:
            url: https://git.acme.example
            api_url: https://gateway.acme.example/api
            token_file: ~/token
            tickets: registration_token
            webhook:
              url: https://ci.acme.example/webhook
              deliveries: source
              delivery_interval: 20s
              secrets: [a, b]
              check_run: true
              allow_unsigned: true
            proxy: http://user:pass@proxy.acme.example:3128
            certificate_authority_file: /etc/ca.pem
        providers:
          engine:
            kind: docker
            host: tcp://10.0.0.1:2376
            certificate_directory: certificates
            docker: socket
            pull: always
            registries: {ghcr.io: {username: u, password: p}, quay.io: {username: u, password_file: ~/token}}
            network: runners
            extra_hosts: ["host.docker.internal:host-gateway"]
            environment: {LANG: C.UTF-8}
            memory_reserve: 1GiB
            disk_free_min: 3GiB
            cpu_overcommit: 1.5
            pids_max: 100
            sudo: true
            starts_max: 3
            max_runners: 7
          local: {kind: process, directory: runners, starts_max: 2, max_runners: 6}
        pools:
          - name: p
            scopes: [org:acme]
            labels: [x]
            group: builders
            offers:
              - {provider: engine, size: {cpu: 0.5, memory: 1GiB, disk: 2GiB}, image: i}
              - {provider: local, size: s}
            max_runners: 5
            idle:
              min: 1
              max: 2
              kind: registered
              count: total
              schedule: [{days: [mon-wed, sat], hours: "8:30-17", zone: Europe/Berlin, min: 3, max: 4}]
            timeouts: {registration: 1m, idle: 2m, powered_off: 3s, max_lifetime: 9h}
            keep_failed: 2h
            spill: false
        max_runners: 9
        label_limits: [{labels: [x], max_runners: 4}]
        repositories:
          - match: acme/*
            allow: false
            public: true
            forks: true
            max_jobs: 3
            max_jobs_per_run: 2
            weight: 4
            priority: 5
        sweep_interval: 1m
        check_interval: 2m
        state_directory: state
        store: {sqlite: /data/books.db, retention: {jobs: 8d, journal: 15d, journal_size: 1GiB}}
        listen:
          public: ":80"
          admin: {tcp: ":81", token: t, unix: admin}
          runner_networks: [10.7.0.0/16]
          metrics: ":82"
        reload_on_change: true
        log: {level: warn, format: json}
        """;

    private static readonly PaddockConfig Config = Read();

    private static readonly string[] OfTheKind =
    [
        nameof(ProviderSettings.Kind), nameof(ProviderSettings.Traits), nameof(ProviderSettings.SharesHostNetwork),
    ];

    [Fact]
    public void Every_member_can_be_set()
    {
        var docker = (DockerSettings)Config.Providers[0];
        var process = (ProcessSettings)Config.Providers[1];
        var pool = Config.Pools[0];
        List<string> untouched =
        [
            .. Untouched(Config, new PaddockConfig
            {
                Fleet = "", Connections = [], Providers = [], Pools = [], StateDirectory = "", StorePath = "",
                Listen = new() { AdminSocket = "" },
            }),
            .. Untouched(Config.Listen, new ListenConfig { AdminSocket = "" }),
            .. Untouched(Config.Log, new LogConfig()),
            .. Untouched(Config.Connections[0], new GitHubConnection
            {
                Name = "", Url = new("https://github.com"), Credential = new GitHubCredential.Token(new Secret("")),
            }, nameof(GitHubConnection.HasAppWebhook)),
            .. Untouched(docker, new DockerSettings(new("")), OfTheKind),
            .. Untouched(docker.Registries[0], new RegistryLogin("", ""), nameof(RegistryLogin.PasswordFile)),
            .. Untouched(docker.Registries[1], new RegistryLogin("", ""), nameof(RegistryLogin.Password)),
            .. Untouched(process, new ProcessSettings(new("")), OfTheKind),
            .. Untouched(pool, new PoolPolicy { Name = new(""), Scopes = [], Labels = LabelSet.Empty, Offers = [] }),
            .. Untouched(pool.Idle, new IdlePolicy(Kind: StockKind.Blank)),
            .. Untouched(pool.Idle.Schedule[0], new IdleWindow(
                new SortedSet<DayOfWeek>(), TimeOnly.MinValue, TimeOnly.MinValue, TimeZoneInfo.Utc, 0, null)),
            .. Untouched(Config.LabelLimits[0], new LabelLimit(LabelSet.Empty, 0)),
            .. Untouched(Config.Repositories[0], RepositoryRule.Unwritten),
            .. Untouched(pool.Timeouts, new PoolTimeouts()),
            .. Untouched(pool.Offers[0], new Offer(new(""), new MachineSize(), null, ""), nameof(Offer.Location)),
            .. Untouched(pool.Offers[0].Size, new MachineSize("unset"), nameof(MachineSize.Type)),
        ];

        untouched.ShouldBeEmpty();
        pool.Offers[1].Size.Type.ShouldBe("s");
    }

    [Fact]
    public void Paths_start_at_the_file_or_at_home()
    {
        Config.StateDirectory.ShouldBe("/etc/paddock/state");
        Config.Listen.AdminSocket.ShouldBe("/etc/paddock/admin");
        Config.Connections[0].Credential.ShouldBe(new GitHubCredential.TokenFile("/home/ann/token"));
    }

    [Theory]
    [InlineData(true, null, null, "/var/lib/paddock", "/var/lib/paddock/admin.sock")]
    [InlineData(false, null, null, "/home/ann/.local/state/paddock", "/home/ann/.local/state/paddock/admin.sock")]
    [InlineData(false, "/var/lib/one:/var/lib/two", "/run/paddock", "/var/lib/one", "/run/paddock/admin.sock")]
    public void State_and_socket_are_where_the_machine_expects_them(
        bool isRoot, string? stateDirectory, string? runtimeDirectory, string state, string socket)
    {
        var desk = new ConfigDesk { IsRoot = isRoot };
        desk.Variables["STATE_DIRECTORY"] = stateDirectory ?? "";
        desk.Variables["RUNTIME_DIRECTORY"] = runtimeDirectory ?? "";

        var config = ConfigDesk.Accepted(desk.Read(ConfigDesk.Good));

        (config.StateDirectory, config.Listen.AdminSocket).ShouldBe((state, socket));
        config.StorePath.ShouldBe(state + "/paddock.db");
    }

    [Fact]
    public void Webhooks_are_expected_wherever_there_is_a_secret_for_them()
    {
        var without = new ConfigDesk().ReadWith("listen: {public: \"127.0.0.1:8080\"}", "");

        ConfigDesk.Accepted(without).Listen.Public.ShouldBe(new IPEndPoint(IPAddress.Any, 8080));
    }

    [Theory]
    [InlineData("provider: here", StockKind.Blank)]
    [InlineData("provider: dev", StockKind.Registered)]
    public void Stock_is_blank_where_the_provider_holds_blanks(string provider, StockKind kind) =>
        ConfigDesk.Accepted(new ConfigDesk().Read(ConfigDesk.Good.Replace("provider: here", provider)))
            .Pools[0].Idle.Kind.ShouldBe(kind);

    private static IEnumerable<string> Untouched<T>(T read, T unset, params string[] derived) where T : notnull =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => !derived.Contains(member.Name))
            .Where(member => Equals(member.GetValue(read), member.GetValue(unset)))
            .Select(member => $"{typeof(T).Name}.{member.Name}");

    private static PaddockConfig Read()
    {
        var desk = new ConfigDesk { Files = { [ConfigPaths.SystemFile] = Encoding.UTF8.GetBytes(Full) } };
        desk.Files["/home/ann/token"] = desk.Files["/etc/ca.pem"] = Encoding.UTF8.GetBytes("x");
        return ConfigDesk.Accepted(ConfigReader.Load(desk.Request));
    }
}
