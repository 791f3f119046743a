using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.App.Api;

namespace Paddock.App.Cli.Client;

/// <summary>The admin API's shapes as the command line reads them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(JobsReply))]
[JsonSerializable(typeof(ExplainReply))]
[JsonSerializable(typeof(RunnersReply))]
[JsonSerializable(typeof(LogReply))]
[JsonSerializable(typeof(PlanReply))]
[JsonSerializable(typeof(AskRequest))]
[JsonSerializable(typeof(AskReply))]
[JsonSerializable(typeof(ProblemReply))]
internal sealed partial class ClientJson : JsonSerializerContext;
