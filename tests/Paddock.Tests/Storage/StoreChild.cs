using System.Diagnostics;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

/// <summary>
/// Another process with a store open: this test program once more, told by an environment variable to run the one
/// explicit test below. It can be killed as a power switch would: SIGKILL, in the middle of whatever it does.
/// </summary>
internal sealed class StoreChild : IDisposable
{
    public const string FolderVariable = "PADDOCK_TEST_STORE_CHILD";

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
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        }
    }

    public static string AcknowledgedPath(string directory) => Path.Combine(directory, "acknowledged");

    /// <summary>Starts a child that stores jobs in the folder's store; returns when it has stored so many.</summary>
    public static async Task<StoreChild> StartAsync(StoreFolder folder, int acknowledgedMin)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", StoreChildMain.Name },
            Environment = { [FolderVariable] = folder.Directory },
            RedirectStandardOutput = true,
        };
        var child = new StoreChild(folder, Process.Start(start)!);
        child._process.OutputDataReceived += (_, _) => { };
        child._process.BeginOutputReadLine();
        await Eventually.HoldsAsync(() => child.Acknowledged.Length >= acknowledgedMin);
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
