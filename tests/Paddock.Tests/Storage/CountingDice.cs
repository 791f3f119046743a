using Paddock.Ports;

namespace Paddock.Tests.Storage;

/// <summary>1, 2, 3 …</summary>
internal sealed class CountingDice : IDice
{
    private ulong _drawn;

    public ulong Draw() => ++_drawn;
}
