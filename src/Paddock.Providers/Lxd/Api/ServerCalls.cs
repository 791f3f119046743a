using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>The server's calls about itself and what instances stand on, one method each.</summary>
internal sealed class ServerCalls(LxdClient server)
{
    /// <summary>Answered to everybody; says whether we are trusted.</summary>
    public Task<Answer<ServerPayload>> AboutAsync(CancellationToken cancellationToken) =>
        server.GetAsync("/1.0", LxdJson.Default.ServerPayload, cancellationToken);

    public Task<Answer<Nothing>> TrustAsync(CertificateBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Post("/1.0/certificates", LxdClient.Json(body, LxdJson.Default.CertificateBody)),
            cancellationToken);

    public Task<Answer<ResourcesPayload>> ResourcesAsync(CancellationToken cancellationToken) =>
        server.GetAsync("/1.0/resources", LxdJson.Default.ResourcesPayload, cancellationToken);

    public Task<Answer<PoolPayload>> PoolAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(
            $"/1.0/storage-pools/{Uri.EscapeDataString(name)}", LxdJson.Default.PoolPayload, cancellationToken);

    public Task<Answer<PoolResourcesPayload>> PoolRoomAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(
            $"/1.0/storage-pools/{Uri.EscapeDataString(name)}/resources", LxdJson.Default.PoolResourcesPayload,
            cancellationToken);

    public Task<Answer<ProfilePayload>> ProfileAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(ProfilePath(name), LxdJson.Default.ProfilePayload, cancellationToken);

    public Task<Answer<Nothing>> MakeProfileAsync(ProfileBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Post(server.PathOf("profiles"), LxdClient.Json(body, LxdJson.Default.ProfileBody)),
            cancellationToken);

    public Task<Answer<Nothing>> ChangeProfileAsync(ProfileBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Put(ProfilePath(body.Name), LxdClient.Json(body, LxdJson.Default.ProfileBody)),
            cancellationToken);

    public Task<Answer<NetworkPayload>> NetworkAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(
            server.PathOf($"networks/{Uri.EscapeDataString(name)}"), LxdJson.Default.NetworkPayload,
            cancellationToken);

    public Task<Answer<AclPayload>> AclAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(AclPath(name), LxdJson.Default.AclPayload, cancellationToken);

    public Task<Answer<Nothing>> MakeAclAsync(AclBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Post(server.PathOf("network-acls"), LxdClient.Json(body, LxdJson.Default.AclBody)),
            cancellationToken);

    public Task<Answer<Nothing>> ChangeAclAsync(AclBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Put(AclPath(body.Name), LxdClient.Json(body, LxdJson.Default.AclBody)), cancellationToken);

    private string ProfilePath(string name) => server.PathOf($"profiles/{Uri.EscapeDataString(name)}");

    private string AclPath(string name) => server.PathOf($"network-acls/{Uri.EscapeDataString(name)}");
}
