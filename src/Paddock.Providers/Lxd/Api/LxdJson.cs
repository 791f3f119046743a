using System.Text.Json.Serialization;

namespace Paddock.Providers.Lxd.Api;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(OperationPayload))]
[JsonSerializable(typeof(ServerPayload))]
[JsonSerializable(typeof(InstancePayload))]
[JsonSerializable(typeof(InstancePayload[]))]
[JsonSerializable(typeof(InstanceBody))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(ConfigBody))]
[JsonSerializable(typeof(ExecBody))]
[JsonSerializable(typeof(EphemeralBody))]
[JsonSerializable(typeof(AliasPayload))]
[JsonSerializable(typeof(AliasBody))]
[JsonSerializable(typeof(ImagePayload))]
[JsonSerializable(typeof(ImagePayload[]))]
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(ProfilePayload))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(NetworkPayload))]
[JsonSerializable(typeof(AclPayload))]
[JsonSerializable(typeof(AclBody))]
[JsonSerializable(typeof(PoolPayload))]
[JsonSerializable(typeof(PoolResourcesPayload))]
[JsonSerializable(typeof(ResourcesPayload))]
[JsonSerializable(typeof(CertificateBody))]
[JsonSerializable(typeof(EventPayload))]
[JsonSerializable(typeof(TrustToken))]
internal sealed partial class LxdJson : JsonSerializerContext;
