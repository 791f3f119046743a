using System.Net;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Networks;

/// <summary>
/// The networks that no job may reach, kept as an ACL of the server. A bridge takes ACLs as a whole and not for single
/// instances, and the bridge is not ours to change: whoever made it puts the ACL on, and until then no instance is
/// made.
/// </summary>
internal sealed class NetworkAcl(ServerCalls server, FleetIdentity identity, LxdSettings settings)
{
    private const string AclsKey = "security.acls";

    /// <summary>What is not told to be rejected stays as open as without an ACL.</summary>
    private const string OpenOtherwise =
        "security.acls.default.egress.action=allow security.acls.default.ingress.action=allow";

    /// <summary>Says whose it is: two installations may call their providers alike.</summary>
    private string Description =>
        $"Networks that no job may reach; kept by Paddock ({identity.Fleet}, {identity.Install})";

    private string Name => $"paddock-{settings.Name}";

    /// <summary>Null when the ACL is as configured and in force, or none is wanted.</summary>
    public async Task<Fault?> KeepAsync(CancellationToken cancellationToken) =>
        settings.DenyNetworks.Count == 0
            ? null
            : await WriteAsync(cancellationToken) ?? await CheckAsync(cancellationToken);

    private async Task<Fault?> WriteAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        var there = await server.AclAsync(Name, cancellationToken);
        if (!there.Has(out var found, out var refused))
        {
            return refused.IsAbsent
                ? (await server.MakeAclAsync(wanted, cancellationToken)).WhyNot
                : refused.Fault;
        }
        if (found.Description != Description)
        {
            return new Fault(
                FaultKind.InvalidSpec,
                $"There is a network ACL {Name} that this Paddock did not make; it was not touched. Call the provider "
                + "something else.");
        }
        return (found.Egress ?? []).Select(Meaning).SequenceEqual(wanted.Egress.Select(Meaning))
            ? null
            : (await server.ChangeAclAsync(wanted, cancellationToken)).WhyNot;
    }

    /// <summary>Is it on the network that instances join?</summary>
    public async Task<Fault?> CheckAsync(CancellationToken cancellationToken)
    {
        if (settings.Network is not { } network)
        {
            return new Fault(
                FaultKind.InvalidSpec,
                $"Provider {settings.Name} has deny_networks and no network. Write which network instances join.");
        }
        var answer = await server.NetworkAsync(network, cancellationToken);
        if (!answer.Has(out var found, out var refused))
        {
            return refused.Fault;
        }
        var acls = (found.Config?.GetValueOrDefault(AclsKey) ?? "").Split(',', StringSplitOptions.TrimEntries);
        return acls.Contains(Name)
            ? null
            : new Fault(
                FaultKind.InvalidSpec,
                $"deny_networks is not in force: network {network} does not have ACL {Name}. Put it on: "
                + $"{settings.Flavor.Command} network set {network} {AclsKey}={Name} {OpenOtherwise}");
    }

    private AclBody Wanted()
    {
        var rules = Subtraction
            .Of(settings.DenyNetworks.Select(IPNetwork.Parse), [.. settings.AllowNetworks.Select(IPNetwork.Parse)])
            .Select(network => new AclRule("reject", "enabled") { Destination = network.ToString() });
        return new AclBody(Name, Description, [.. rules], [], new Dictionary<string, string>());
    }

    /// <summary>What is empty and what is not there mean the same.</summary>
    private static (string, string, string, string, string) Meaning(AclRule rule) => (
        rule.Action, rule.State, rule.Destination ?? "", rule.Protocol ?? "", rule.DestinationPort ?? "");
}
