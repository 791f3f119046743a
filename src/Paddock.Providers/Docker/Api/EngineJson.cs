using System.Text.Json.Serialization;

namespace Paddock.Providers.Docker.Api;

/// <summary>
/// Everything we read from and write to a Docker Engine. Members it does not name are skipped and those an engine
/// leaves out are null or zero, so that one client works with every API version and with Podman.
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorPayload))]
[JsonSerializable(typeof(InfoPayload))]
[JsonSerializable(typeof(NewContainer))]
[JsonSerializable(typeof(NewImage))]
[JsonSerializable(typeof(IdPayload))]
[JsonSerializable(typeof(ContainerPayload))]
[JsonSerializable(typeof(WaitPayload))]
[JsonSerializable(typeof(ContainerLine[]))]
[JsonSerializable(typeof(ImagePayload))]
[JsonSerializable(typeof(ImageLine[]))]
[JsonSerializable(typeof(EventPayload))]
[JsonSerializable(typeof(NetworkPayload))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(RegistryAuth))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class EngineJson : JsonSerializerContext;
