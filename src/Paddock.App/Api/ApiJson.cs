using System.Text.Json.Serialization;

namespace Paddock.App.Api;

/// <summary>How the models are written: snake case, every member always there; scripts need not guess.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(JobsReply))]
[JsonSerializable(typeof(ExplainReply))]
[JsonSerializable(typeof(RunnersReply))]
[JsonSerializable(typeof(RunnersCheckReply))]
[JsonSerializable(typeof(RunnersRequest))]
[JsonSerializable(typeof(RunnersAskedReply))]
[JsonSerializable(typeof(CharmCheckReply))]
[JsonSerializable(typeof(LogReply))]
[JsonSerializable(typeof(PlanReply))]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(AskReply))]
[JsonSerializable(typeof(BoardReply))]
[JsonSerializable(typeof(ResetReply))]
[JsonSerializable(typeof(ReadyReply))]
[JsonSerializable(typeof(ProblemReply))]
[JsonSerializable(typeof(IReadOnlyList<ConfigValueReply>))]
[JsonSerializable(typeof(ConfigDiffRequest))]
[JsonSerializable(typeof(ConfigDiffReply))]
internal sealed partial class ApiJson : JsonSerializerContext;
