using System.Net;
using Microsoft.Extensions.Logging;
using Paddock.App.Boards;
using Paddock.App.Configuration;
using Paddock.App.Http;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Deliveries;
using Paddock.Ports.Providers;

namespace Paddock.App.Composition;

/// <summary>What the application itself has to say; event ids 6000 to 6099.</summary>
internal sealed partial class HostLog(ILogger logger)
{
    public void Started(FleetDesk desk, FleetIdentity identity, WebHost web)
    {
        LogStarted(desk.Version, identity.Fleet, identity.Mark, desk.Config.Pools.Count, desk.Config.Providers.Count);
        if (web.Public is { } address)
        {
            LogWebhooks(address);
        }
        else
        {
            var interval = Span.Text(desk.GitHub.SweepIntervals.Min(sweep => sweep.Interval));
            LogNoWebhooks(interval);
        }
        foreach (var read in desk.Config.Connections.Where(one => one.Deliveries != DeliveryMode.Off))
        {
            LogDeliveries(read.WebhookUrl!, read.Deliveries == DeliveryMode.Source ? "what was sent" : "what was lost");
        }
        LogAdmin(desk.Config.Listen.AdminSocket);
        if (web.AdminTcp is { } admin)
        {
            LogDashboard(admin);
        }
        if (web.Metrics is { } metrics)
        {
            LogMetrics(metrics);
        }
        if (desk.DryRun)
        {
            LogDryRun();
        }
    }

    public void Stopped() => LogStopped();

    public void Reloaded(string by, ReloadOutcome outcome)
    {
        switch (outcome)
        {
            case ReloadOutcome.Adopted adopted:
                foreach (var change in adopted.Changes)
                {
                    LogAdopted(by, change);
                }
                break;
            case ReloadOutcome.Unchanged:
                LogUnchanged(by);
                break;
            case ReloadOutcome.Refused refused:
                foreach (var fault in refused.Faults)
                {
                    LogRefused(by, fault);
                }
                break;
            case ReloadOutcome.NeedsRestart needs:
                var paths = string.Join(", ", needs.Paths);
                LogNeedsRestart(by, paths);
                break;
        }
    }

    public void Found(ProviderName provider, Finding finding)
    {
        if (finding.IsError)
        {
            LogError(provider, finding.Message, finding.Remedy);
        }
        else
        {
            LogWarning(provider, finding.Message, finding.Remedy);
        }
    }

    [LoggerMessage(EventId = 6001, EventName = "started", Level = LogLevel.Information,
        Message = "Paddock {Version} decides for fleet {Fleet} (mark {Mark}); pools: {Pools}, providers: {Providers}")]
    private partial void LogStarted(string version, string fleet, string mark, int pools, int providers);

    [LoggerMessage(EventId = 6002, EventName = "listening", Level = LogLevel.Information,
        Message = "Webhooks at http://{Address}/webhook")]
    private partial void LogWebhooks(IPEndPoint address);

    [LoggerMessage(EventId = 6008, EventName = "listening-admin", Level = LogLevel.Information,
        Message = "Commands at unix:{Path}")]
    private partial void LogAdmin(string path);

    [LoggerMessage(EventId = 6009, EventName = "listening-dashboard", Level = LogLevel.Information,
        Message = "Dashboard at http://{Address}/")]
    private partial void LogDashboard(IPEndPoint address);

    [LoggerMessage(EventId = 6010, EventName = "listening-metrics", Level = LogLevel.Information,
        Message = "Metrics at http://{Address}/metrics")]
    private partial void LogMetrics(IPEndPoint address);

    [LoggerMessage(EventId = 6003, EventName = "no-webhooks", Level = LogLevel.Information,
        Message = "No webhooks are received (listen.public is none): jobs are found by asking GitHub every {Interval}")]
    private partial void LogNoWebhooks(string interval);

    [LoggerMessage(EventId = 6011, EventName = "delivery-log", Level = LogLevel.Information,
        Message = "GitHub's log of deliveries to {Address} is read for {What}")]
    private partial void LogDeliveries(Uri address, string what);

    [LoggerMessage(EventId = 6004, EventName = "dry-run", Level = LogLevel.Information,
        Message = "Dry run: plans are made and shown (paddock plan), nothing is decided or changed")]
    private partial void LogDryRun();

    [LoggerMessage(EventId = 6005, EventName = "provider-error", Level = LogLevel.Error,
        Message = "Provider {Provider}: {Message} {Remedy}")]
    private partial void LogError(ProviderName provider, string message, string remedy);

    [LoggerMessage(EventId = 6006, EventName = "provider-warning", Level = LogLevel.Warning,
        Message = "Provider {Provider}: {Message} {Remedy}")]
    private partial void LogWarning(ProviderName provider, string message, string remedy);

    [LoggerMessage(EventId = 6021, EventName = "reload-adopted", Level = LogLevel.Information,
        Message = "Configuration changed ({By}): {Change}")]
    private partial void LogAdopted(string by, string change);

    [LoggerMessage(EventId = 6022, EventName = "reload-unchanged", Level = LogLevel.Information,
        Message = "Configuration read again ({By}): nothing has changed")]
    private partial void LogUnchanged(string by);

    [LoggerMessage(EventId = 6023, EventName = "reload-refused", Level = LogLevel.Error,
        Message = "Configuration refused ({By}), the old one stays: {Fault}")]
    private partial void LogRefused(string by, ConfigFault fault);

    [LoggerMessage(EventId = 6024, EventName = "reload-needs-restart", Level = LogLevel.Error,
        Message = "Configuration refused ({By}), the old one stays: these keys are read at start only: {Paths}")]
    private partial void LogNeedsRestart(string by, string paths);

    [LoggerMessage(EventId = 6007, EventName = "stopped", Level = LogLevel.Information,
        Message = "Stopped; machines keep running, and the next start goes on with them")]
    private partial void LogStopped();
}
