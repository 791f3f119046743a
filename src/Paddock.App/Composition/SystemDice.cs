using System.Buffers.Binary;
using System.Security.Cryptography;
using Paddock.Ports;

namespace Paddock.App.Composition;

/// <summary>
/// Chance from the operating system. Runner names are drawn from it, so nobody can guess the next one.
/// </summary>
internal sealed class SystemDice : IDice
{
    public ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
