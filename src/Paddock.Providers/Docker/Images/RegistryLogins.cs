using System.Buffers.Text;
using System.Text.Json;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// The login that goes with a pull, as the engine wants it: JSON in the URL-safe alphabet of base64, in a header of its
/// own. The engine keeps none of it, so jobs do not find it there.
/// </summary>
internal sealed class RegistryLogins(IReadOnlyList<RegistryLogin> logins)
{
    /// <summary>What Docker's own registry calls itself, for reasons of its own.</summary>
    private const string DockerHub = "docker.io";
    private const string DockerHubAddress = "https://index.docker.io/v1/";

    /// <summary>Null in both where nobody logs in there.</summary>
    public (string? Header, Fault? Fault) For(ImageReference image)
    {
        var login = logins.FirstOrDefault(login =>
            string.Equals(login.Registry, image.Registry, StringComparison.OrdinalIgnoreCase));
        if (login is null)
        {
            return (null, null);
        }
        try
        {
            var password = login.Password?.Reveal() ?? File.ReadAllText(login.PasswordFile!).Trim();
            var address = login.Registry == DockerHub ? DockerHubAddress : login.Registry;
            var json = JsonSerializer.SerializeToUtf8Bytes(
                new RegistryAuth(login.Username, password, address), EngineJson.Default.RegistryAuth);
            return (Base64Url.EncodeToString(json), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, new Fault(
                FaultKind.InvalidSpec,
                $"The password for {login.Registry} cannot be read: {failure.Message} "
                + "Mend password_file of that registry."));
        }
    }
}
