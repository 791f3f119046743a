using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using OsProcess = System.Diagnostics.Process;

namespace Paddock.Providers.Process;

/// <summary>Starts a machine's keeper and waits for its sign of life, the claim.</summary>
internal sealed class KeeperStart(IReadOnlyDictionary<string, string> configured, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(3650);

    /// <summary>
    /// Null when the machine runs, else why it does not. Nothing about it can be cancelled: a keeper that was started
    /// is waited for, or nobody would know of it.
    /// </summary>
    public async Task<string?> RunAsync(MachineFolder folder, TimeSpan lifetime)
    {
        OsProcess keeper;
        try
        {
            keeper = OsProcess.Start(Describe(folder, lifetime))!;
        }
        catch (Win32Exception refused)
        {
            return $"setsid cannot be started: {refused.Message}. It is part of util-linux.";
        }
        using (keeper)
        {
            var began = time.GetTimestamp();
            while (!folder.IsClaimed)
            {
                if (keeper.HasExited && keeper.ExitCode != 0)
                {
                    return $"its keeper ended with exit code {keeper.ExitCode} before it began.";
                }
                if (time.GetElapsedTime(began) > Limit)
                {
                    return $"its keeper has not begun within {Limit}.";
                }
                await Task.Delay(LookEvery, time);
            }
        }
        return null;
    }

    private ProcessStartInfo Describe(MachineFolder folder, TimeSpan lifetime)
    {
        // Only a duration is on the command line, which everybody on this host can read.
        var start = new ProcessStartInfo("setsid", ["sh", folder.Keeper, Seconds(lifetime)])
        {
            WorkingDirectory = folder.Path,
        };
        var ours = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        start.Environment.Clear();
        foreach (var (name, value) in RunnerEnvironment.Of(ours, configured, folder.Path))
        {
            start.Environment[name] = value;
        }
        return start;
    }

    /// <summary>Whole seconds, upwards: zero would mean without end.</summary>
    private static string Seconds(TimeSpan lifetime)
    {
        var bounded = lifetime > LifetimeMax ? LifetimeMax : lifetime;
        return Math.Max(1, (long)Math.Ceiling(bounded.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
