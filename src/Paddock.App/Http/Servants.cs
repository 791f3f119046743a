using Paddock.App.Http.Admin;
using Paddock.App.Http.Events;
using Paddock.App.Http.Public;

namespace Paddock.App.Http;

/// <summary>What serves the paths.</summary>
internal sealed record Servants(
    FleetQuestions Questions, RunnerLogs Logs, FleetAsks Asks, RunnerAsks RunnerAsks, CharmDoor Charm,
    ConfigQuestions Configuration, EventDoor Events, Login Login, WebhookDoor Webhooks, Probes Probes,
    Func<Task<Answer>> Metrics);
