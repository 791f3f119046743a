using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Providers.Process;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Providers.Process;

/// <summary>A process provider on trial; what others may read of a machine is its processes and its tags.</summary>
internal sealed class ProcessTrial(ProcessPlace place) : LiveProviderTrial(
    (place.Open(), ProcessPlace.Ours), (place.Open(ProcessPlace.Theirs), ProcessPlace.Theirs),
    ProcessPlace.Offer, ProcessPlace.Scope, TimeProvider.System, new CountingDice())
{
    public static Task<IProviderTrial> OpenAsync(Func<ProcessPlace> place) =>
        Task.FromResult<IProviderTrial>(new ProcessTrial(place())
        {
            BadOffer = ProcessPlace.Offer with { Location = "mars" },
            ShortLifetime = TimeSpan.FromSeconds(2),
        });

    public override Task<IReadOnlyList<string>> ReadableAsync(MachineName name, CancellationToken cancellationToken)
    {
        var folder = new MachineFolder(place.FolderOf(name));
        var readable = new List<string> { File.ReadAllText(folder.At(TagFile.Name)) };
        foreach (var process in new MachineProcesses(folder.Path, folder.ReadClaim()).Find())
        {
            try
            {
                readable.Add(File.ReadAllText($"/proc/{process}/cmdline"));
                readable.Add(File.ReadAllText($"/proc/{process}/environ"));
            }
            catch (IOException)
            {
                // It ended meanwhile; what nobody can read is hidden.
            }
        }
        return Task.FromResult<IReadOnlyList<string>>(readable);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await place.DisposeAsync();
    }
}
