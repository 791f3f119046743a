using Paddock.App.Configuration.Reading;
using Paddock.Providers.Lxd;

namespace Paddock.App.Configuration.Sections;

/// <summary>What is said about networks, and would not be in force.</summary>
internal static class LxdNetworks
{
    public static void Check(View at, LxdSettings settings)
    {
        var (deny, allow, isolation) = (at.At("deny_networks"), at.At("allow_networks"), at.At("port_isolation"));
        if (deny.IsThere && settings.Network is null)
        {
            deny.Error(
                $"{deny.Path} is kept on the network that instances join, and {at.Path} does not name it.",
                "Add network: with its name, such as lxdbr0.");
        }
        if (allow.IsThere && !deny.IsThere)
        {
            allow.Warn($"{allow.Path} has no effect: nothing is denied.", "Remove it, or add deny_networks.");
        }
        if (isolation.Flag == true && settings.Network is null)
        {
            isolation.Warn(
                $"{isolation.Path} has no effect: the network is the profiles', and so are its options.",
                "Add network: with its name, such as lxdbr0.");
        }
    }
}
