using Paddock.App.Configuration.Reading;
using Paddock.GitHub.Deliveries;

namespace Paddock.App.Configuration.Sections;

/// <summary>What of <c>webhook:</c> is about the delivery log.</summary>
internal static class DeliveriesSection
{
    private static readonly TimeSpan IntervalLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IntervalMost = TimeSpan.FromHours(12);

    /// <summary>Reading back costs next to nothing, so it is what happens where our hook can be told.</summary>
    public static DeliveryMode Mode(View webhook)
    {
        var at = webhook.At("deliveries");
        DeliveryMode? wanted = at.Word switch
        {
            "off" => DeliveryMode.Off,
            "repair" => DeliveryMode.Repair,
            "source" => DeliveryMode.Source,
            _ => null,
        };
        var url = webhook.At("url");
        if (url.WebAddress is not null)
        {
            return wanted ?? DeliveryMode.Repair;
        }
        if (wanted is DeliveryMode.Repair or DeliveryMode.Source && !webhook.Context.Faults.IsSpoilt(url.Path))
        {
            at.Error(
                $"{at.Path}: {at.Word} reads the log of Paddock's webhook, and nothing says which one that is.",
                $"Set {url.Path} to the payload URL of the webhook, like https://ci.acme.example/webhook.");
        }
        return DeliveryMode.Off;
    }

    /// <summary>GitHub keeps the log for three days, and drops a waiting job after one.</summary>
    public static TimeSpan? Interval(View webhook)
    {
        var at = webhook.At("delivery_interval");
        if (at.Duration is not { } interval)
        {
            return null;
        }
        if (interval < IntervalLeast || interval > IntervalMost)
        {
            at.Error("delivery_interval is out of bounds.", "Use 1s to 12h; 5m is a good value beside a webhook.");
        }
        if (webhook.At("deliveries").Word == "off" || !webhook.At("url").IsThere)
        {
            at.Warn(
                $"{at.Path} is of no use: the delivery log is not read.",
                "Set webhook.url and webhook.deliveries: repair or source, or leave it out.");
        }
        return interval;
    }
}
