using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Http.Shielding;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Http.Shielding;

public sealed class ShieldTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    private static readonly NetworksReply.Refused Away = new(new Fault(FaultKind.Transient, "it is away"));
    private static readonly NetworksReply.Known Lab = new([IPNetwork.Parse("10.1.2.0/24")], []);

    private static readonly IPEndPoint Operator = IPEndPoint.Parse("192.0.2.77:50000");
    private static readonly IPEndPoint Runner = IPEndPoint.Parse("10.1.2.7:50000");
    private static readonly IPEndPoint OnLoopback = IPEndPoint.Parse("127.0.0.1:50000");
    private static readonly IPEndPoint Here = IPEndPoint.Parse("192.0.2.10:8081");

    private readonly TestTime _time = new();
    private readonly StillProvider _lab = new();

    [Fact]
    public async Task A_provider_that_is_down_at_the_start_keeps_all_but_this_host_out_until_it_answers()
    {
        _lab.Networks = Away;
        await using var shield = Start();
        await _time.TimerWithinAsync(Soon);

        shield.LetsIn(Operator, Here).ShouldBeFalse();
        shield.LetsIn(OnLoopback, OnLoopback).ShouldBeTrue();

        _lab.Networks = Lab;
        await _time.AdvanceToTimerAsync(Soon);
        await Eventually.HoldsAsync(() => shield.LetsIn(Operator, Here));
        shield.LetsIn(Runner, Here).ShouldBeFalse();
    }

    [Fact]
    public async Task A_provider_that_goes_down_later_leaves_what_it_said()
    {
        _lab.Networks = Lab;
        await using var shield = Start();
        await Eventually.HoldsAsync(() => shield.LetsIn(Operator, Here));

        _lab.Networks = Away;
        await _time.AdvanceToTimerAsync(Later);
        await _time.TimerWithinAsync(Later);

        shield.LetsIn(Operator, Here).ShouldBeTrue();
        shield.LetsIn(Runner, Here).ShouldBeFalse();
    }

    [Fact]
    public async Task A_network_that_moves_is_followed()
    {
        _lab.Networks = Lab;
        await using var shield = Start();
        await Eventually.HoldsAsync(() => shield.LetsIn(Operator, Here));

        _lab.Networks = new NetworksReply.Known([IPNetwork.Parse("192.0.2.64/26")], []);
        await _time.AdvanceToTimerAsync(Later);

        await Eventually.HoldsAsync(() => !shield.LetsIn(Operator, Here));
    }

    [Fact]
    public async Task A_connection_without_addresses_is_nobody_and_is_not_let_in()
    {
        await using var shield = Start();
        await Eventually.HoldsAsync(() => shield.LetsIn(Operator, Here));

        shield.LetsIn(null, Here).ShouldBeFalse();
        shield.LetsIn(Operator, null).ShouldBeFalse();
    }

    private Shield Start() => Shield.Start(
        null, new Dictionary<ProviderName, IProvider> { [ProviderName.Of("lab")] = _lab }, _time, NullLogger.Instance);
}
