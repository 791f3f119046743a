using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub;

/// <summary>All connections, by name.</summary>
internal sealed class Connections(IReadOnlyList<Connection> all) : IDisposable
{
    public IReadOnlyList<Connection> All => all;

    public Connection? Find(Scope scope) => Find(scope.Connection);

    public Connection? Find(string name) => all.FirstOrDefault(connection => connection.Settings.Name == name);

    public static Fault Unknown(Scope scope) => new(
        FaultKind.InvalidSpec, $"{scope} names a connection that is not configured: {Plain.Line(scope.Connection)}.");

    public void Dispose()
    {
        foreach (var connection in all)
        {
            connection.Dispose();
        }
    }
}
