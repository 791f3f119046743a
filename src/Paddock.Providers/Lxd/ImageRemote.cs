namespace Paddock.Providers.Lxd;

/// <summary>A server that gives images, which the LXD server itself downloads from.</summary>
/// <param name="Protocol"><c>simplestreams</c>, or <c>lxd</c> for another server's public images.</param>
public sealed record ImageRemote(Uri Server, string Protocol)
{
    /// <summary>The PEM certificate of a server that no public authority vouches for; null for none.</summary>
    public string? CertificateFile { get; init; }
}
