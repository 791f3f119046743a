using System.Text.Json.Serialization;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Checks;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Downloads;
using Paddock.GitHub.Hooks;
using Paddock.GitHub.Jobs;
using Paddock.GitHub.Polling;
using Paddock.GitHub.Tickets;
using Paddock.GitHub.Webhooks;

namespace Paddock.GitHub.Http;

/// <summary>
/// Everything we read from and write to GitHub. Members it does not name are skipped and those GitHub leaves out are
/// null or zero, so that one client works with every API version and Enterprise Server.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UserPayload))]
[JsonSerializable(typeof(AppPayload))]
[JsonSerializable(typeof(InstallationPayload))]
[JsonSerializable(typeof(TokenRequestPayload))]
[JsonSerializable(typeof(InstallationTokenPayload))]
[JsonSerializable(typeof(JitRequestPayload))]
[JsonSerializable(typeof(JitPayload))]
[JsonSerializable(typeof(RegistrationTokenPayload))]
[JsonSerializable(typeof(RunnerPayload))]
[JsonSerializable(typeof(RunnerPagePayload))]
[JsonSerializable(typeof(RunnerGroupPagePayload))]
[JsonSerializable(typeof(GroupAccessPagePayload))]
[JsonSerializable(typeof(OwnRunnersPayload))]
[JsonSerializable(typeof(RepositoryRightsPayload))]
[JsonSerializable(typeof(CountPayload))]
[JsonSerializable(typeof(DownloadPayload[]))]
[JsonSerializable(typeof(RepositoryPayload))]
[JsonSerializable(typeof(RepositoryPayload[]))]
[JsonSerializable(typeof(RunPagePayload))]
[JsonSerializable(typeof(RunPayload))]
[JsonSerializable(typeof(JobPagePayload))]
[JsonSerializable(typeof(JobPayload))]
[JsonSerializable(typeof(JobEventPayload))]
[JsonSerializable(typeof(PingEventPayload))]
[JsonSerializable(typeof(CheckRunEventPayload))]
[JsonSerializable(typeof(HookPayload[]))]
[JsonSerializable(typeof(NewHookBody))]
[JsonSerializable(typeof(HookEventsBody))]
[JsonSerializable(typeof(HookConfigBody))]
[JsonSerializable(typeof(HookConfigPayload))]
[JsonSerializable(typeof(DeliveryPayload[]))]
[JsonSerializable(typeof(FullDeliveryPayload))]
internal sealed partial class GitHubJson : JsonSerializerContext;
