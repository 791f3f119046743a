using System.Runtime.InteropServices;
using System.Text;

namespace Paddock.Providers.Process;

/// <summary>
/// The processes of one machine: the keeper's session, its descendants, and whatever carries the machine's mark in its
/// environment. A job's process that leaves all three (new session, parents gone, environment wiped) escapes; it takes
/// a container to hold such a one.
/// </summary>
internal sealed class MachineProcesses(string folder, Claim? claim)
{
    private const int Kill = 9;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"{RunnerEnvironment.Mark}={folder}");

    /// <summary>
    /// Kills them all and waits until none is left; false when the kernel does not let one go in time.
    /// </summary>
    public async Task<bool> EndAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var left = Find();
            if (left.Count == 0)
            {
                return true;
            }
            if (time.GetElapsedTime(began) > limit)
            {
                return false;
            }

            // The keeper first: what it would do at the runner's end is no longer wanted.
            foreach (var id in left.OrderByDescending(id => id == claim?.Keeper?.Id))
            {
                _ = Signal(id, Kill);
            }
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    public IReadOnlyList<int> Find()
    {
        var all = ProcessStat.ReadAll().Where(stat => stat.IsAlive && stat.Id != Environment.ProcessId).ToList();

        // The numbers of a session mean something only while its leader is the one that was written down.
        var keeper = claim is { IsAlive: true } ? claim.Keeper : null;
        var found = all.Where(stat => stat.Session == keeper?.Id || IsMarked(stat.Id))
            .Select(stat => stat.Id).ToHashSet();
        List<ProcessStat> children;
        while ((children = all.FindAll(stat => found.Contains(stat.Parent) && !found.Contains(stat.Id))).Count > 0)
        {
            found.UnionWith(children.Select(stat => stat.Id));
        }
        return [.. found];
    }

    private bool IsMarked(int id)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{id}/environ").AsSpan();
            foreach (var range in environment.Split((byte)0))
            {
                if (environment[range].SequenceEqual(_mark))
                {
                    return true;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // It has ended, or it is somebody else's, and then none of ours.
        }
        return false;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
