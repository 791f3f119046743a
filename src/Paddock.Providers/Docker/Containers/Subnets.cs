using System.Net;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Containers;

/// <summary>Where containers send from, as this host sees it.</summary>
internal sealed class Subnets(EngineClient engine, Host host, DockerSettings settings)
{
    public const string OfHost = "host";

    private const string OfNobody = "none";
    private const string OfOther = "container:";
    private const string Usual = "bridge";

    /// <summary>What an overlay sends to a host goes through a bridge that is another network.</summary>
    private const string Overlay = "overlay";

    public async Task<NetworksReply> ReadAsync(CancellationToken cancellationToken)
    {
        // What uses the host's own network cannot be told by any address; the settings say so of themselves.
        if (settings.Network is OfNobody || settings.SharesHostNetwork)
        {
            return NetworksReply.Known.None;
        }
        if (settings.Network is { } other && other.StartsWith(OfOther, StringComparison.Ordinal))
        {
            return new NetworksReply.Known([], [$"the network of {Plain.Line(other)}"]);
        }
        var info = await host.InfoAsync(cancellationToken);
        if (!info.Has(out var about, out var silent))
        {
            return new NetworksReply.Refused(silent.Fault);
        }
        var name = settings.Network is null or "default" ? Usual : settings.Network;
        var answer = await engine.GetAsync(
            $"/networks/{Uri.EscapeDataString(name)}", EngineJson.Default.NetworkPayload, cancellationToken);
        return answer.Has(out var network, out var refused)
            ? Told(name, network, about)
            : new NetworksReply.Refused(refused.Fault);
    }

    private NetworksReply.Known Told(string name, NetworkPayload network, InfoPayload about)
    {
        List<IPNetwork> subnets =
        [
            .. (network.Ipam?.Config ?? []).Select(one => Subnet.TryParse(one.Subnet)).OfType<IPNetwork>(),
        ];
        var unseen = new List<string>();
        if (subnets.Count == 0 || network.Driver == Overlay)
        {
            unseen.Add($"network {Plain.Line(name)}");
        }
        if (!settings.IsOnThisHost)
        {
            unseen.Add($"the address that containers of {settings.Host.Host} are seen by");
        }
        else if (about.SecurityOptions?.Contains("name=rootless") == true)
        {
            unseen.Add("the rootless engine, whose containers are seen by addresses of this host");
        }
        return new NetworksReply.Known(subnets, unseen);
    }
}
