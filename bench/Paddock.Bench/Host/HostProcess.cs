using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Paddock.Bench.Host;

/// <summary>A host in a child process, and what it has said so far.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-bench-").FullName;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HostProcess(int ticketMs, int runnersMax)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["host", _directory, Text(ticketMs), Text(runnersMax)])
        {
            start.ArgumentList.Add(argument);
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>Timestamps of the creates, and the names, in the order in which they came.</summary>
    public ConcurrentQueue<(long At, string Machine)> Creates { get; } = new();

    public int Deletes;

    public int Id => _process.Id;

    public async Task<int> PortAsync() => await _port.Task.WaitAsync(Patience, TimeProvider.System);

    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!holds())
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Waited {Patience} in vain for {what}.");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill();
        }
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Read(string? line)
    {
        switch (line?.Split(' '))
        {
            case ["port", var port]:
                _port.SetResult(int.Parse(port, CultureInfo.InvariantCulture));
                break;
            case ["create", var at, var machine]:
                Creates.Enqueue((long.Parse(at, CultureInfo.InvariantCulture), machine));
                break;
            case ["delete", _]:
                Interlocked.Increment(ref Deletes);
                break;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
