namespace Paddock.App.Http.Events;

/// <summary>What a board looks like at a moment. The version grows when anything but the time has changed.</summary>
internal sealed record BoardFrame(long Version, ReadOnlyMemory<byte> Json);
