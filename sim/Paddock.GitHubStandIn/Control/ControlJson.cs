using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.GitHubStandIn.Faults;

namespace Paddock.GitHubStandIn.Control;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewOrganization))]
[JsonSerializable(typeof(NewRepository))]
[JsonSerializable(typeof(RenamedRepository))]
[JsonSerializable(typeof(RepositoryState))]
[JsonSerializable(typeof(NewGroup))]
[JsonSerializable(typeof(GroupState))]
[JsonSerializable(typeof(NewApp))]
[JsonSerializable(typeof(ChangedApp))]
[JsonSerializable(typeof(NewInstallation))]
[JsonSerializable(typeof(InstallationState))]
[JsonSerializable(typeof(GrantedPermissions))]
[JsonSerializable(typeof(NewRun))]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(JobState))]
[JsonSerializable(typeof(JobLog))]
[JsonSerializable(typeof(RerunOrder))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(NewLimits))]
[JsonSerializable(typeof(RawDelivery))]
[JsonSerializable(typeof(StandInToken))]
[JsonSerializable(typeof(RevokedToken))]
[JsonSerializable(typeof(StandInState))]
[JsonSerializable(typeof(RouteFault))]
[JsonSerializable(typeof(RunnerFault))]
[JsonSerializable(typeof(WebhookFault))]
[JsonSerializable(typeof(WebhookFaultRates))]
[JsonSerializable(typeof(ControlDone))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Enumerations in snake case, like everything else in the control API.</summary>
public sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
