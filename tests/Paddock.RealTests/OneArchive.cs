using System.Security.Cryptography;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.RealTests;

/// <summary>The stub runner, packed like the real one, as the only archive there is.</summary>
internal sealed class OneArchive(string path) : IRunnerArchives
{
    public async Task<ArchiveReply> GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken)
    {
        if ((os, architecture) != ("linux", "x64"))
        {
            return new ArchiveReply.Refused(
                new Fault(FaultKind.NotFound, $"There is none for {os}, {architecture}."));
        }
        await using var file = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        return new ArchiveReply.Ready(new RunnerArchive(path, "2.336.0", Convert.ToHexStringLower(hash)));
    }
}
