using System.Text.Json.Serialization;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Faults;

/// <summary>What can happen to a delivery on its way.</summary>
[JsonConverter(typeof(SnakeCaseEnum<WebhookFaultKind>))]
public enum WebhookFaultKind
{
    /// <summary>Nothing: it arrives.</summary>
    None,

    /// <summary>Not sent; the delivery log says that it failed.</summary>
    Lose,

    /// <summary>Not sent, and the delivery log has never heard of it.</summary>
    Vanish,

    /// <summary>Sent twice with the same id.</summary>
    Duplicate,

    /// <summary>Sent late.</summary>
    Delay,

    /// <summary>Sent after the next one: the order is turned round.</summary>
    Hold,
}

/// <summary>A scripted fault.</summary>
/// <param name="Event">Such as <c>workflow_job</c>; null for every event.</param>
/// <param name="Action">Such as <c>queued</c>; null for every action.</param>
public sealed record WebhookFault(WebhookFaultKind Kind, string? Event = null, string? Action = null)
{
    /// <summary>How many deliveries it hits.</summary>
    public int Count { get; set; } = 1;

    public int DelayMs { get; set; }
}

/// <summary>Faults drawn by chance, each a probability from 0 to 1.</summary>
public sealed record WebhookFaultRates
{
    public double Lose { get; set; }

    public double Vanish { get; set; }

    public double Duplicate { get; set; }

    public double Hold { get; set; }

    public double Delay { get; set; }

    /// <summary>The longest delay that is drawn.</summary>
    public int DelayMsMax { get; set; } = 5000;
}

/// <summary>What a delivery drew.</summary>
internal readonly record struct WebhookFate(WebhookFaultKind Kind, TimeSpan Delay);

/// <summary>
/// Decides what happens to each delivery: the script first, then chance. Guarded by the world's lock.
/// </summary>
internal sealed class WebhookFaults
{
    private readonly List<WebhookFault> _script = [];

    public WebhookFaultRates Rates { get; set; } = new();

    public void Add(WebhookFault fault) => _script.Add(fault);

    public void Clear()
    {
        _script.Clear();
        Rates = new WebhookFaultRates();
    }

    public WebhookFate Draw(string name, string? action, Dice dice)
    {
        var index = _script.FindIndex(fault =>
            (fault.Event ?? name) == name && (fault.Action is null || fault.Action == action));
        if (index < 0)
        {
            return ByChance(dice);
        }
        var fault = _script[index];
        _script[index] = fault with { Count = fault.Count - 1 };
        if (fault.Count <= 1)
        {
            _script.RemoveAt(index);
        }
        return new WebhookFate(fault.Kind, TimeSpan.FromMilliseconds(fault.DelayMs));
    }

    private WebhookFate ByChance(Dice dice)
    {
        (double Rate, WebhookFaultKind Kind)[] chances =
        [
            (Rates.Lose, WebhookFaultKind.Lose), (Rates.Vanish, WebhookFaultKind.Vanish),
            (Rates.Duplicate, WebhookFaultKind.Duplicate), (Rates.Hold, WebhookFaultKind.Hold),
            (Rates.Delay, WebhookFaultKind.Delay),
        ];
        foreach (var (rate, kind) in chances)
        {
            if (dice.Strikes(rate))
            {
                return new WebhookFate(kind, TimeSpan.FromMilliseconds(
                    kind == WebhookFaultKind.Delay ? dice.Below(Rates.DelayMsMax + 1) : 0));
            }
        }
        return default;
    }
}
