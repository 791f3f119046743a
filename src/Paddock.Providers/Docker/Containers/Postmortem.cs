using System.Text;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Docker.Containers;

/// <summary>What can be learned of a container before it is deleted.</summary>
internal sealed class Postmortem(ContainerCalls containers, Ownership ownership)
{
    /// <summary>Few bytes a line still fill the tail; more would only be thrown away.</summary>
    private const int LinesMax = 2_000;

    /// <summary>Null when it is not there, or not ours to look into.</summary>
    public async Task<Diagnosis?> LookAsync(MachineName name, CancellationToken cancellationToken)
    {
        if (!ContainerNames.IsPossible(name.Value))
        {
            return null;
        }
        var there = await containers.FindAsync(name.Value, cancellationToken);
        if (!there.Has(out var found, out _) || !ownership.IsOurs(found.Config.Labels))
        {
            return null;
        }
        var machine = ContainerReading.Read(found);
        var tail = await containers.TailAsync(found.Id, LinesMax, Diagnosis.LogTailBytesMax, cancellationToken);
        var log = tail.Has(out var bytes, out var refused)
            ? bytes
            : Encoding.UTF8.GetBytes($"Paddock: the log cannot be read: {refused.Fault.Message}\n");
        return new Diagnosis(machine.ExitCode, PlainLog.WithVerdict(log, machine.Message, Diagnosis.LogTailBytesMax));
    }
}
