using System.Diagnostics.Metrics;

namespace Paddock.App.Metrics;

/// <summary>This process, by the names Prometheus's own clients use.</summary>
internal static class ProcessMeter
{
    public static void Begin(Meter meter, string version, DateTimeOffset startedAt)
    {
        var one = new Measurement<long>(1, new KeyValuePair<string, object?>("version", version));
        Gauge("paddock_build_info", "Always 1; the label tells the version.", () => [one]);
        Gauge("process_start_time_seconds", "When the process began, in seconds since 1970.",
            () => [new(startedAt.ToUnixTimeSeconds())]);
        Gauge("process_resident_memory_bytes", "Memory that is not swapped out.", () => [new(Environment.WorkingSet)]);
        Gauge("process_open_fds", "Open file descriptors.", OpenFiles);
        Gauge("dotnet_gc_heap_size_bytes", "Managed memory at the end of the last collection.",
            () => [new(GC.GetGCMemoryInfo().HeapSizeBytes)]);
        Gauge("dotnet_thread_pool_threads", "Threads of the pool.", () => [new(ThreadPool.ThreadCount)]);
        Gauge("dotnet_thread_pool_queue_length", "Work that waits for a thread.",
            () => [new(ThreadPool.PendingWorkItemCount)]);
        meter.CreateObservableCounter(
            "process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, null,
            "User and system time.");
        meter.CreateObservableCounter(
            "dotnet_gc_pause_seconds_total", () => GC.GetTotalPauseDuration().TotalSeconds, null,
            "Time stopped to collect.");
        meter.CreateObservableCounter(
            "dotnet_gc_collections_total",
            () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => new Measurement<long>(
                GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation))),
            null, "Collections by generation.");

        void Gauge(string name, string help, Func<IEnumerable<Measurement<long>>> look) =>
            meter.CreateObservableGauge(name, look, null, help);
    }

    private static IEnumerable<Measurement<long>> OpenFiles()
    {
        const string Files = "/proc/self/fd";
        return Directory.Exists(Files) ? [new(Directory.EnumerateFileSystemEntries(Files).Count())] : [];
    }
}
