using Paddock.App.Configuration.Reading;
using Paddock.Providers;

namespace Paddock.App.Configuration.Sections;

/// <summary>Who reaches the admin address over TCP though nobody means him to, as far as a file tells.</summary>
internal static class AdminReach
{
    public static void Check(View at, ListenConfig listen, IReadOnlyList<ProviderSettings> providers)
    {
        var (tcp, networks) = (at.At("admin").At("tcp"), at.At("runner_networks"));
        if (listen.AdminTcp is not { } address)
        {
            if (networks.IsThere && !tcp.IsThere)
            {
                networks.Warn(
                    $"{networks.Path} has no effect: the admin API is on a unix socket only, which no network reaches.",
                    "Remove it.");
            }
            return;
        }

        // Without a token it is refused, and that says enough.
        foreach (var provider in providers.Where(one => one.SharesHostNetwork && listen.AdminToken is not null))
        {
            tcp.Warn(
                $"Jobs of provider {provider.Name} use this host's own network, so {address} cannot be closed to them: "
                + "nothing but the token keeps them out.",
                $"Remove {tcp.Path} and use the unix socket, or give these jobs a network of their own.");
        }
        if (listen.RunnerNetworks?.Any(network => network.Contains(address.Address)) == true)
        {
            networks.Warn(
                $"{networks.Path} holds {address.Address} itself, so the admin address is closed to everybody.",
                $"Give {tcp.Path} another address.");
        }
    }
}
