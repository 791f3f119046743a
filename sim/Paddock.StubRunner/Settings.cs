using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Paddock.StubRunner;

/// <summary>Who this runner is, from its three files. Numbers and booleans may be written as texts.</summary>
internal sealed record Settings(
    long AgentId, string AgentName, bool IsEphemeral, string WorkFolder, Uri Broker, Credentials Credentials)
{
    /// <exception cref="FormatException">A file lacks something.</exception>
    public static Settings Read(RunnerRoot root)
    {
        var runner = root.Read(".runner");
        var data = root.Read(".credentials")["data"]?.AsObject()
            ?? throw new FormatException(".credentials has no data.");
        return new Settings(
            long.Parse(Text(runner, "AgentId"), CultureInfo.InvariantCulture),
            Text(runner, "AgentName"),
            Flag(runner, "Ephemeral"),
            (string?)runner["workFolder"] ?? "_work",
            new Uri(Text(runner, "ServerUrlV2")),
            new Credentials(
                Text(data, "clientId"),
                new Uri(Text(data, "authorizationUrl")),
                Flag(data, "requireFipsCryptography"),
                KeyOf(root.Read(".credentials_rsaparams"))));
    }

    private static RSAParameters KeyOf(JsonObject file) => new()
    {
        D = Bytes(file, "d"),
        DP = Bytes(file, "dp"),
        DQ = Bytes(file, "dq"),
        Exponent = Bytes(file, "exponent"),
        InverseQ = Bytes(file, "inverseQ"),
        Modulus = Bytes(file, "modulus"),
        P = Bytes(file, "p"),
        Q = Bytes(file, "q"),
    };

    private static byte[] Bytes(JsonObject file, string name) => Convert.FromBase64String(Text(file, name));

    private static string Text(JsonObject file, string name) =>
        file[name]?.ToString() ?? throw new FormatException($"{name} is missing.");

    private static bool Flag(JsonObject file, string name) =>
        file[name]?.ToString() is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));
}

/// <summary>How this runner proves who it is.</summary>
/// <param name="IsFips">Sign with PS256 instead of RS256.</param>
internal sealed record Credentials(string ClientId, Uri TokenUrl, bool IsFips, RSAParameters Key);
