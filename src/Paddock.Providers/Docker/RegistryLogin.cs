using Paddock.Ports;

namespace Paddock.Providers.Docker;

/// <summary>Who asks a registry for private images. One of password and file is set.</summary>
/// <param name="Registry">
/// As images name it: <c>ghcr.io</c>, <c>registry.acme.example:5000</c>, <c>docker.io</c> for those without a registry.
/// </param>
public sealed record RegistryLogin(string Registry, string Username)
{
    public Secret? Password { get; init; }

    /// <summary>Read at every pull: some registries give passwords that live for hours.</summary>
    public string? PasswordFile { get; init; }
}
