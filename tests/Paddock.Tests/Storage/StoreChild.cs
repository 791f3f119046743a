using System.Diagnostics;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;

namespace Paddock.Tests.Storage;

/// <summary>
/// Another process with a store open: this test program once more, told by an environment variable to run the one
/// explicit test below. It can be killed as a power switch would: SIGKILL, in the middle of whatever it does.
/// </summary>
internal sealed class StoreChild : IDisposable
{
    public const string FolderVariable = "PADDOCK_TEST_STORE_CHILD";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StoreFolder _folder;

    private StoreChild(StoreFolder folder, Process process) => (_folder, _process) = (folder, process);

    public int Id => _process.Id;

    /// <summary>The jobs whose reports the child was told are stored.</summary>
    public long[] Acknowledged
    {
        get
        {
            var text = ReadShared(AcknowledgedPath(_folder.Directory));
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        }
    }

    public static string AcknowledgedPath(string directory) => Path.Combine(directory, "acknowledged");

    /// <summary>Starts a child that stores jobs in the folder's store, and returns when it has stored so many.</summary>
    public static async Task<StoreChild> StartAsync(StoreFolder folder, int acknowledgedMin)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(StoreChildMain).FullName}.{nameof(StoreChildMain.Store_jobs_until_killed)}" },
            Environment = { [FolderVariable] = folder.Directory },
            RedirectStandardOutput = true,
        };
        var child = new StoreChild(folder, Process.Start(start)!);
        child._process.OutputDataReceived += (_, _) => { };
        child._process.BeginOutputReadLine();
        await Eventually.HoldsAsync(() => child.Acknowledged.Length >= acknowledgedMin, Patience);
        return child;
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string ReadShared(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }
}

public sealed class StoreChildMain
{
    private const int Writers = 8;

    /// <summary>Not a test but the child's main; it writes down what it was told is stored, and never ends by itself.</summary>
    [Fact(Explicit = true)]
    public async Task Store_jobs_until_killed()
    {
        var directory = Environment.GetEnvironmentVariable(StoreChild.FolderVariable);
        Assert.SkipWhen(directory is null, "Started by the tests that need another process.");
        await using var store = await Paddock.Storage.Sqlite.SqliteStore.OpenAsync(
            new(Path.Combine(directory!, "paddock.db")), new CountingDice(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Paddock.Storage.Sqlite.SqliteStore>.Instance);
        await using var acknowledged = new FileStream(
            StoreChild.AcknowledgedPath(directory!), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await Task.WhenAll(Enumerable.Range(1, Writers).Select(async writer =>
        {
            for (var id = writer * 1_000_000L; ; id++)
            {
                await store.ObserveAsync(
                    new Report([SampleFacts.JobQueued(id, 1), SampleFacts.RunnerSeen((int)id, 2)]), CancellationToken.None);
                lock (acknowledged)
                {
                    acknowledged.Write(System.Text.Encoding.ASCII.GetBytes($"{id}\n"));
                }
            }
        }));
    }
}
