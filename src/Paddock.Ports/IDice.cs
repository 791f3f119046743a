namespace Paddock.Ports;

/// <summary>
/// The one source of chance. Drawn from once per lease epoch (decision D23); the simulator deals from a seed.
/// </summary>
public interface IDice
{
    ulong Draw();
}
