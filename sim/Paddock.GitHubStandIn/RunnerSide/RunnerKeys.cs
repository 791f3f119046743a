using System.Security.Cryptography;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// RSA keys for runners. Making one takes tens of milliseconds, and nothing here needs a runner to have its own: client
/// ids tell them apart. So two are made once per process and shared by all its runners.
/// </summary>
internal sealed class RunnerKeys : IDisposable
{
    private const int KeysMax = 2;

    private static readonly Task<RSAParameters[]> Made = Task.Run(Make);

    private readonly RSA[] _keys;

    private RunnerKeys(RSAParameters[] made) => _keys = [.. made.Select(RSA.Create)];

    public static async Task<RunnerKeys> OpenAsync() => new(await Made);

    public RSA Of(long runnerId) => _keys[runnerId % _keys.Length];

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    private static RSAParameters[] Make()
    {
        var made = new RSAParameters[KeysMax];
        for (var i = 0; i < made.Length; i++)
        {
            using var key = RSA.Create(2048);
            made[i] = key.ExportParameters(includePrivateParameters: true);
        }
        return made;
    }
}
