using System.Text.Json.Serialization.Metadata;
using Paddock.App.Api;
using Paddock.App.Cli;
using Paddock.App.Cli.Client;
using Paddock.Demo.Parts;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Story;

/// <summary>
/// Looks at GitHub and at Paddock a few times a second, by the same interfaces as everybody. Whoever waits for
/// something waits for a scene that shows it.
/// </summary>
internal sealed class Watch(StandInControl github, AdminClient paddock, PaddockProcess process, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The longest anything in the story may take; far more than it does, and less than a person's patience.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private TaskCompletionSource<Scene> _next = Fresh();

    /// <summary>The last scene; null before the first.</summary>
    public Scene? Last { get; private set; }

    /// <summary>Called with each scene and the one before.</summary>
    public event Action<Scene?, Scene>? Changed;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var scene = await LookAsync(cancellationToken);
            var before = Last;
            Last = scene;
            Changed?.Invoke(before, scene);
            Interlocked.Exchange(ref _next, Fresh()).SetResult(scene);
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <exception cref="DemoFailedException">It did not come to that, or Paddock has ended.</exception>
    public async Task<Scene> UntilAsync(string what, Func<Scene, bool> holds, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < Patience)
        {
            var scene = await Volatile.Read(ref _next).Task.WaitAsync(cancellationToken);
            if (holds(scene))
            {
                return scene;
            }
            if (process.HasDied)
            {
                throw new DemoFailedException("Paddock ended by itself.", $"The end of its log:\n{process.LogTail()}");
            }
        }
        throw new DemoFailedException(
            $"Waited {Patience.TotalSeconds:0} s in vain for this: {what}.",
            $"The end of Paddock's log:\n{process.LogTail()}");
    }

    private async Task<Scene> LookAsync(CancellationToken cancellationToken)
    {
        var state = await github.StateAsync(cancellationToken);
        var scene = (Last ?? new Scene { At = default, GitHub = state }) with
        {
            At = time.GetUtcNow(), GitHub = state, IsPaddockUp = false,
        };
        if (!process.IsRunning)
        {
            return scene;
        }
        try
        {
            return scene with
            {
                IsPaddockUp = true,
                Status = await AskAsync("status", ApiJson.Default.StatusReply, cancellationToken),
                Jobs = (await AskAsync("jobs?state=all", ApiJson.Default.JobsReply, cancellationToken)).Jobs,
                Runners = (await AskAsync("runners", ApiJson.Default.RunnersReply, cancellationToken)).Runners,
            };
        }
        catch (CliFaultException)
        {
            // It starts or stops at this moment; the next look is soon.
            return scene;
        }
    }

    private async Task<T> AskAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        paddock.Read(await paddock.GetAsync(path, cancellationToken), shape);

    private static TaskCompletionSource<Scene> Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
