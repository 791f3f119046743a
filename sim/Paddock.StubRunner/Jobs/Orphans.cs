using System.Globalization;

namespace Paddock.StubRunner.Jobs;

/// <summary>
/// Processes that steps have left behind: whoever still carries the job's tracking id. A step that takes the id out of
/// its environment may leave a daemon, as with the real runner.
/// </summary>
internal static class Orphans
{
    public const string TrackingVariable = "RUNNER_TRACKING_ID";

    private const int Kill = 9;

    public static void End(string trackingId, Action<string> onEnded)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && IsTracked(folder, trackingId))
            {
                onEnded($"Terminate orphan process: pid ({id})");
                _ = StepProcess.SendSignal(id, Kill);
            }
        }
    }

    private static bool IsTracked(string folder, string trackingId)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"))
                .Split('\0')
                .Contains($"{TrackingVariable}={trackingId}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or it is somebody else's.
            return false;
        }
    }
}
