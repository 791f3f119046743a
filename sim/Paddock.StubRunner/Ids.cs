namespace Paddock.StubRunner;

/// <summary>
/// Ids that must differ from everybody's. Nothing here is replayed, so the kernel's own dice will do.
/// </summary>
internal static class Ids
{
    public static Guid New() => new(Bytes(16));

    public static byte[] Bytes(int count)
    {
        using var kernel = File.OpenRead("/dev/urandom");
        var bytes = new byte[count];
        kernel.ReadExactly(bytes);
        return bytes;
    }
}
