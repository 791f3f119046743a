using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Paddock.Tests.Storage;

/// <summary>
/// Makes file modes hold for this thread, even for root: Linux counts capabilities by thread, and it is
/// CAP_DAC_OVERRIDE (capabilities(7)) that lets root write what its mode forbids. Without root there is nothing to give
/// up. Keep to the thread: no await inside.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class OrdinaryRights : IDisposable
{
    private const uint Version3 = 0x20080522;

    /// <summary>Effective, permitted and inheritable, twice: capabilities 0 to 31, then 32 to 63.</summary>
    private const int Words = 6;
    private const uint DacOverride = 1 << 1;
    private const uint DacReadSearch = 1 << 2;

    private readonly uint[] _before;

    private OrdinaryRights(uint[] before) => _before = before;

    public static OrdinaryRights OfThisThread()
    {
        var before = new uint[Words];
        var header = new Header { Version = Version3 };
        Demand(capget(ref header, before));
        var without = before.ToArray();
        without[0] &= ~(DacOverride | DacReadSearch);
        Set(without);
        return new OrdinaryRights(before);
    }

    public void Dispose() => Set(_before);

    private static void Set(uint[] sets)
    {
        var header = new Header { Version = Version3 };
        Demand(capset(ref header, sets));
    }

    private static void Demand(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception();
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int capget(ref Header header, [Out] uint[] sets);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int capset(ref Header header, [In] uint[] sets);

    /// <summary>Process 0 is the calling thread.</summary>
    private struct Header
    {
        public uint Version;
        public int Process;
    }
}
