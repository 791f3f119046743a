using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Paddock.Demo.Parts;
using Paddock.GitHubStandIn.Control;
using Paddock.RealTests.Docker;
using Paddock.RealTests.EndToEnd;

namespace Paddock.RealTests.Lxd;

/// <summary>The admin address over TCP on every address of this host, and a job that looks for it.</summary>
[Collection(nameof(DockerHost))]
public sealed class LxdAdminTests(LxdHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_gets_nothing_from_the_admin_address_by_whichever_address_of_the_host()
    {
        await host.ReadyAsync();
        var everywhere = new IPEndPoint(IPAddress.Any, FreePorts.Draw(1)[0]);
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape { AdminTcp = everywhere });
        var addresses = AddressesOfHost();
        var gateway = IPAddress.Parse(host.Gateway);
        addresses.ShouldContain(gateway);

        // That a job reaches this host at all shows in its report.
        var run = await fleet.PushAsync(LiveFleet.Job(
            "look around",
            [
                fleet.Desk.Report("inside"),
                .. addresses.Select(address => new NewStep(
                    $"""
                    answer=$(timeout 20 bash -c 'exec 4<> /dev/tcp/{address}/{everywhere.Port}
                        printf "GET /livez HTTP/1.0\r\n\r\n" >&4
                        cat <&4' 2> /dev/null) || true
                    echo "{address} answers '$answer'"
                    """)),
            ]));
        var job = (await fleet.UntilOverAsync(run)).Single();
        var log = (await fleet.GitHub.LogAsync(job.Id, Stop)).Job!;

        job.Conclusion.ShouldBe("success", log);
        fleet.Desk.Reports.ShouldBe(["inside"]);
        foreach (var address in addresses)
        {
            log.ShouldContain($"{address} answers ''");
        }
        (await AskAsync(fleet, new IPEndPoint(IPAddress.Loopback, everywhere.Port))).ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(
            AskAsync(fleet, new IPEndPoint(gateway, everywhere.Port)), "whoever comes by the bridge is a runner");
        await fleet.ShouldLeaveNothingAsync();
    }

    [Fact]
    public async Task The_doctor_says_what_it_is_closed_to()
    {
        await host.ReadyAsync();
        var everywhere = new IPEndPoint(IPAddress.Any, FreePorts.Draw(1)[0]);
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape { AdminTcp = everywhere });

        var (_, output, _) = await fleet.CommandAsync("doctor");

        var subnet = host.Gateway[..host.Gateway.LastIndexOf('.')];
        output.ShouldContain(
            $"listen.admin.tcp: note: It is closed to {subnet}.0/24, where runners of here live.");
    }

    private static async Task<HttpStatusCode> AskAsync(LiveFleet fleet, IPEndPoint address)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fleet.AdminToken);
        using var response = await http.GetAsync(new Uri($"http://{address}/api/v1/status"), Stop);
        return response.StatusCode;
    }

    /// <summary>All by which something outside might reach it.</summary>
    private static List<IPAddress> AddressesOfHost() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address)
            .Where(one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one)),
    ];
}
