using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Process;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Process;

/// <summary>Short words for tests of the process provider.</summary>
internal static class ProcessTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task MakeAsync(this ProcessProvider provider, MachineSpec spec, Ticket? ticket = null) =>
        (await provider.EnsureAsync(spec, ticket ?? ProcessPlace.Ticket(), Stop))
            .ShouldBe(new EnsureReply.Done(Adopted: false));

    public static async Task<FaultKind> RefusedAsync(
        this ProcessProvider provider, MachineSpec spec, Ticket? ticket) =>
        (await provider.EnsureAsync(spec, ticket, Stop)).ShouldBeOfType<EnsureReply.Refused>().Fault.Kind;

    public static async Task<ListedMachine?> FindAsync(this ProcessProvider provider, MachineName name) =>
        (await provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Complete>().Machines
            .SingleOrDefault(machine => machine.Name == name);

    public static async Task<ListedMachine> EndedAsync(this ProcessProvider provider, MachineName name) =>
        (await Eventually.GetAsync(
            () => provider.FindAsync(name),
            machine => machine is { Phase: MachinePhase.Finished or MachinePhase.Failed }))!;

    public static async Task DeletedAsync(this ProcessProvider provider, MachineName name) =>
        (await provider.DeleteAsync(name, Stop)).ShouldBeOfType<DeleteReply.Gone>();

    /// <summary>What a runner's script has written into its directory, once it has.</summary>
    public static Task<string> WrittenAsync(this ProcessPlace place, MachineName name, string file) =>
        Eventually.GetAsync(
            () => Task.FromResult(Read(Path.Combine(place.FolderOf(name), "runner", file))),
            text => text.EndsWith('\n'));

    public static Task GoneAsync(int process) =>
        Eventually.GetAsync(() => Task.FromResult(ProcessStat.Read(process)), stat => stat is not { IsAlive: true });

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
