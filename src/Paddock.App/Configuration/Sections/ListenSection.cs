using System.Net;
using System.Text;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.GitHub;
using Paddock.Ports;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>listen:</c>, and whether what listens is as closed as it must be.</summary>
internal static class ListenSection
{
    /// <summary>Of <c>sun_path</c> on Linux, the closing zero left out (unix(7)).</summary>
    private const int SocketPathBytesMax = 107;

    private static readonly IPEndPoint PublicDefault = new(IPAddress.Any, 8080);

    public static ListenConfig Read(View top, string stateDirectory, IReadOnlyList<GitHubConnection> connections)
    {
        var at = top.At("listen");
        var admin = at.At("admin");
        var listen = new ListenConfig
        {
            Public = Public(at.At("public"), connections),
            AdminSocket = Socket(admin) ?? ConfigPaths.AdminSocket(top.Context.Request, stateDirectory),
            AdminTcp = admin.At("tcp").Endpoint,
            AdminToken = Token(admin),
            RunnerNetworks = RunnerNetworks(at.At("runner_networks")),
            Metrics = at.At("metrics").Endpoint,
        };
        CheckSocket(admin, listen.AdminSocket);
        CheckApart(at, listen);
        WebhookSafety.Check(top, at.At("public"), listen.Public, connections);
        return listen;
    }

    /// <summary>Without a word about it, webhooks are expected by whoever configured a secret for them.</summary>
    private static IPEndPoint? Public(View at, IReadOnlyList<GitHubConnection> connections) =>
        at.IsThere ? at.Endpoint
        : connections.Any(connection => connection.WebhookSecrets.Count > 0) ? PublicDefault
        : null;

    private static string? Socket(View admin) =>
        admin.At("unix").FilePath
        ?? (admin.Text(ScalarRule.Socket) is { } text && text != "unix"
            ? admin.Context.Absolute(text["unix:".Length..], admin.Place)
            : null);

    private static IReadOnlyList<IPNetwork>? RunnerNetworks(View at) => at.IsThere
        ? [.. at.Items.Select(item => item.Text(ScalarRule.Network)).OfType<string>().Select(IPNetwork.Parse)]
        : null;

    private static Secret? Token(View admin)
    {
        var (token, file) = (admin.At("token"), admin.At("token_file"));
        if (Pairs.RefuseBoth(token, file))
        {
            return null;
        }
        if (admin.At("tcp").IsThere && !token.IsThere && !file.IsThere)
        {
            token.Error("The admin API over TCP has no token. Even on loopback jobs can reach it.",
                "Add token_file: with a file of, say, 32 random letters: openssl rand -hex 16.");
        }
        return token.Secret ?? file.SecretInFile;
    }

    private static void CheckSocket(View admin, string socket)
    {
        var bytes = Encoding.UTF8.GetByteCount(socket);
        if (bytes > SocketPathBytesMax)
        {
            admin.Error($"The admin socket's path has {bytes} bytes, and {SocketPathBytesMax} are possible: {socket}.",
                "Set listen.admin: unix:/run/paddock/admin.sock or another short path.");
        }
    }

    private static void CheckApart(View at, ListenConfig listen)
    {
        (View View, IPEndPoint? Address)[] all =
        [
            (at.At("public"), listen.Public),
            (at.At("admin").At("tcp"), listen.AdminTcp),
            (at.At("metrics"), listen.Metrics),
        ];
        for (var i = 1; i < all.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Collide(all[i].Address, all[j].Address))
                {
                    all[i].View.Error(
                        $"{all[i].View.Path} and {all[j].View.Path} are both on port {all[i].Address!.Port}.",
                        "Give each a port of its own.");
                }
            }
        }
    }

    /// <summary>Port 0 is whichever is free.</summary>
    private static bool Collide(IPEndPoint? one, IPEndPoint? other) =>
        one is not null && other is not null && one.Port == other.Port && one.Port != 0
        && (one.Address.Equals(other.Address) || IsAny(one.Address) || IsAny(other.Address));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
