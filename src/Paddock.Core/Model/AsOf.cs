namespace Paddock.Core.Model;

/// <summary>
/// When something was looked at, in an order that no clock step can disturb: the lease epoch, then a tick the engine
/// takes before every list and after every effect. The larger wins. <see cref="At"/> is for people and for grace
/// periods, never for the order: two looks in one millisecond still differ by their tick.
/// </summary>
public readonly record struct AsOf(int Epoch, long Tick, DateTimeOffset At) : IComparable<AsOf>
{
    public int CompareTo(AsOf other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Tick.CompareTo(other.Tick);

    public static bool operator <(AsOf left, AsOf right) => left.CompareTo(right) < 0;

    public static bool operator >(AsOf left, AsOf right) => left.CompareTo(right) > 0;

    public static bool operator <=(AsOf left, AsOf right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AsOf left, AsOf right) => left.CompareTo(right) >= 0;

    public static AsOf? Later(AsOf? left, AsOf? right) =>
        left is null ? right : right is null ? left : left.Value >= right.Value ? left : right;
}
