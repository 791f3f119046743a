using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Paddock.App.Api;
using Paddock.App.Configuration;
using Paddock.App.Http;
using Paddock.Ports;
using Paddock.Tests.Storage;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class ListenerTests
{
    [Theory]
    [InlineData("/api/v1/status")]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/metrics")]
    [InlineData("/api/v1/pools/linux/pause")]
    public async Task Nothing_of_the_admin_interface_is_on_the_public_address(string path)
    {
        await using var rig = await StartAsync();

        using var got = await rig.Public.GetAsync(path, Cancel);
        using var posted = await rig.Public.PostAsync(path, null, Cancel);

        got.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        posted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await got.Content.ReadAsStringAsync(Cancel)).ShouldBe("not found\n");
    }

    [Theory]
    [InlineData("/webhook")]
    [InlineData("/api/v1/status")]
    [InlineData("/")]
    public async Task The_address_for_metrics_serves_nothing_else(string path)
    {
        await using var rig = await StartAsync();

        using var response = await rig.Metrics.GetAsync(path, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_deliveries_come_in_by_the_admin_socket()
    {
        await using var rig = await StartAsync();

        using var response = await rig.Socket.PostAsync("/webhook", null, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Probes_answer_everywhere_and_only_say_more_where_operators_ask()
    {
        await using var rig = await StartAsync();

        foreach (var client in new[] { rig.Public, rig.Metrics, rig.Socket })
        {
            (await client.GetStringAsync("/livez", Cancel)).ShouldBe("alive\n");
            (await client.GetStringAsync("/readyz", Cancel)).ShouldBe("ready\n");
        }
        (await rig.Public.GetStringAsync("/readyz?verbose", Cancel)).ShouldBe("ready\n");
        await Eventually.HoldsAsync(() => rig.Sees("provider lab"));
        var ready = await rig.GetAsync("/readyz?verbose", ApiJson.Default.ReadyReply);
        ready.Checks.Where(check => check.Required).Select(check => check.Name).ShouldBe(["store", "lease", "passes"]);
        ready.Checks.ShouldContain(new CheckReply("provider lab", Good: true, Required: false, ""));
    }

    [Fact]
    public async Task Before_the_lease_is_held_it_is_alive_and_not_ready()
    {
        await using var rig = await StartAsync(runs: false);

        using var live = await rig.Public.GetAsync("/livez", Cancel);
        using var ready = await rig.Public.GetAsync("/readyz", Cancel);

        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_admin_socket_is_the_users_alone_and_goes_with_the_host()
    {
        var rig = await StartAsync();
        var path = rig.Desk.Config.Listen.AdminSocket;

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(path)!).ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await rig.DisposeAsync();

        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public void A_socket_that_a_killed_Paddock_left_is_replaced()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Directory, "admin.sock");
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, $"{path}.kept");
        }
        File.Move($"{path}.kept", path);

        AdminSocketFile.Prepare(path);

        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Directory, "admin.sock");
        File.WriteAllText(path, "dear diary");

        var fault = Should.Throw<ListenFaultException>(() => AdminSocketFile.Prepare(path));

        fault.Remedy.ShouldBe("Move it away, or choose another path.");
        File.ReadAllText(path).ShouldBe("dear diary");
    }

    [Fact]
    public async Task A_socket_that_answers_belongs_to_another_Paddock()
    {
        await using var rig = await StartAsync();

        var path = rig.Desk.Config.Listen.AdminSocket;

        var fault = Should.Throw<ListenFaultException>(() => AdminSocketFile.Prepare(path));

        fault.Message.ShouldContain("Another program answers");
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_its_place_and_a_remedy()
    {
        await using var rig = await StartAsync();
        using var folder = new StoreFolder();
        var listen = rig.Desk.Config.Listen with
        {
            Public = rig.Host.Public,
            AdminSocket = Path.Combine(folder.Directory, "admin.sock"),
        };
        var desk = rig.Desk with { Config = rig.Desk.Config with { Listen = listen }, Meter = new("another") };

        var fault = await Should.ThrowAsync<ListenFaultException>(() => WebHost.StartAsync(desk, Cancel));

        fault.Key.ShouldBe("listen.public");
        fault.Message.ShouldContain($"{rig.Host.Public} is in use by another program.");
        fault.Remedy.ShouldContain("ss -ltnp");
        File.Exists(listen.AdminSocket).ShouldBeFalse();
    }

    [Fact]
    public void Admin_over_TCP_without_a_token_is_refused_even_on_loopback()
    {
        var listen = new ListenConfig
        {
            AdminSocket = "/tmp/admin.sock",
            AdminTcp = new IPEndPoint(IPAddress.Loopback, 0),
            AdminToken = new Secret(""),
        };

        var fault = Should.Throw<ListenFaultException>(() => ListenPlan.Of(listen));

        fault.Problem.ShouldContain("needs a token");
        fault.Remedy.ShouldContain("listen.admin.token_file", Case.Sensitive, "the server reads no variable for it");
    }

    [Fact]
    public async Task Replies_wear_strict_headers_and_do_not_name_the_server()
    {
        await using var rig = await StartAsync();

        using var response = await rig.Socket.GetAsync("/", Cancel);

        response.Headers.Server.ShouldBeEmpty();
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
    }
}
