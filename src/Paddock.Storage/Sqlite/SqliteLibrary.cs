using System.Runtime.InteropServices;
using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Routes the provider's native import to the system's SQLite, which the distribution patches; the library bundled
/// with the package is years old. The oldest version taken is the first with STRICT tables.
/// </summary>
internal static class SqliteLibrary
{
    public const string FileName = "libsqlite3.so.0";

    public static Version OldestVersion { get; } = new(3, 37, 0);

    private const string ImportName = "e_sqlite3";

    /// <summary>Once for the process: a resolver can be set one time only.</summary>
    private static readonly Lazy<Version> Ready = new(Wire);

    /// <summary>
    /// The version in use. Throws <see cref="StoreFaultKind.Missing"/> when there is no SQLite here, or too old a one.
    /// </summary>
    public static Version Prepare() => Ready.Value;

    private static Version Wire()
    {
        var library = Load(FileName);
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == ImportName ? library : 0);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
        return Demand(SQLitePCL.raw.sqlite3_libversion().utf8_to_string(), OldestVersion);
    }

    internal static nint Load(string fileName) =>
        NativeLibrary.TryLoad(fileName, out var library)
            ? library
            : throw new StoreFaultException(
                StoreFaultKind.Missing, $"The SQLite library ({fileName}) is not on this machine.",
                "Install it: apt install libsqlite3-0 (Debian, Ubuntu), dnf install sqlite-libs (Fedora, RHEL).");

    internal static Version Demand(string version, Version oldest)
    {
        var found = Version.Parse(version);
        return found >= oldest
            ? found
            : throw new StoreFaultException(
                StoreFaultKind.Missing,
                $"The SQLite library of this machine is {version}, and Paddock needs {oldest} or newer.",
                "Upgrade it with the system (Debian 12 has 3.40, Ubuntu 22.04 has 3.37), or use PostgreSQL.");
    }
}
