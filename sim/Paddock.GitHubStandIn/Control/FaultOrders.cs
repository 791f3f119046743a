using Paddock.GitHubStandIn.Faults;
using Paddock.GitHubStandIn.Webhooks;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>What can be done to callers and receivers.</summary>
internal static class FaultOrders
{
    public static void SetRates(GitHubWorld world, WebhookFaultRates rates) => world.WebhookFaults.Rates = rates;

    public static void Clear(GitHubWorld world)
    {
        world.RouteFaults.Clear();
        world.RunnerFaults.Clear();
        world.WebhookFaults.Clear();
    }

    public static void Limit(GitHubWorld world, NewLimits order)
    {
        var rules = world.Options.Rates;
        world.Rates.SetRules(order.Login, rules with
        {
            RequestsPerHourMax = order.RequestsPerHourMax ?? rules.RequestsPerHourMax,
            PointsPerMinuteMax = order.PointsPerMinuteMax ?? rules.PointsPerMinuteMax,
        }, world.Now);
        if (order.Remaining is { } remaining)
        {
            var reset = world.Now + TimeSpan.FromSeconds(order.ResetInSeconds);
            world.Rates.Leave(order.Login, remaining, reset, world.Now);
        }
    }

    public static void SendRaw(GitHubWorld world, RawDelivery delivery) =>
        EventMail.PostRaw(world, delivery.Event, delivery.Payload, world.Now);
}
