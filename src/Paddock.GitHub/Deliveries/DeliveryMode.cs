namespace Paddock.GitHub.Deliveries;

/// <summary>What the delivery log of our own webhooks is read for.</summary>
public enum DeliveryMode
{
    /// <summary>Not read.</summary>
    Off,

    /// <summary>Deliveries that never arrived are read back.</summary>
    Repair,

    /// <summary>Every delivery is read: for who cannot be reached from GitHub.</summary>
    Source,
}
