using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// A JIT configuration: base64 of a JSON object that maps file names to base64 contents. The runner writes the three
/// files into its root and starts. Everything in <c>.runner</c> is a text, which is how GitHub sends it.
/// </summary>
internal static class JitBlob
{
    public static string Of(ModelRunner runner, string groupName, string? workFolder, GitHubWorld world)
    {
        var settings = new JsonObject
        {
            ["AgentId"] = runner.Id.ToString(),
            ["AgentName"] = runner.Name,
            ["DisableUpdate"] = "True",
            ["Ephemeral"] = "True",
            ["PoolId"] = runner.GroupId.ToString(),
            ["PoolName"] = groupName,
            ["ServerUrlV2"] = world.Site.Broker,
            ["UseV2Flow"] = "True",
            ["WorkFolder"] = workFolder ?? "_work",
        };
        var credentials = new JsonObject
        {
            ["Scheme"] = "OAuth",
            ["Data"] = new JsonObject
            {
                ["clientId"] = runner.ClientId,
                ["authorizationUrl"] = world.Site.RunnerToken,
                ["requireFipsCryptography"] = "True",
            },
        };
        return Encode(new JsonObject
        {
            [".runner"] = Encode(settings),
            [".credentials"] = Encode(credentials),
            [".credentials_rsaparams"] = Encode(Key(world.Keys.Of(runner.Id))),
        });
    }

    /// <summary>.NET exports every field left-padded to the length that importing it asks for.</summary>
    private static JsonObject Key(RSA shared)
    {
        var key = shared.ExportParameters(includePrivateParameters: true);
        return new JsonObject
        {
            ["d"] = Convert.ToBase64String(key.D!),
            ["dp"] = Convert.ToBase64String(key.DP!),
            ["dq"] = Convert.ToBase64String(key.DQ!),
            ["exponent"] = Convert.ToBase64String(key.Exponent!),
            ["inverseQ"] = Convert.ToBase64String(key.InverseQ!),
            ["modulus"] = Convert.ToBase64String(key.Modulus!),
            ["p"] = Convert.ToBase64String(key.P!),
            ["q"] = Convert.ToBase64String(key.Q!),
        };
    }

    private static string Encode(JsonObject content) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString()));
}
