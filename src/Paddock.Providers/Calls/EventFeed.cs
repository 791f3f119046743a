using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Paddock.Ports;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Calls;

/// <summary>
/// A provider's stream of events, followed until cancelled and mended whenever it breaks. Streams replay little or
/// nothing of what was missed, so whoever follows one begins every connection, the first included, with a gap.
/// </summary>
/// <param name="followOnce">Follows one connection until it breaks; says whether it came about at all.</param>
internal sealed class EventFeed(
    Func<ChannelWriter<MachineEvent>, CancellationToken, Task<bool>> followOnce, TimeProvider time)
{
    /// <summary>
    /// Room for news of every machine a host can hold at once; when it is used up, the stream waits.
    /// </summary>
    private const int WaitingMax = 1_000;

    private static readonly TimeSpan DelayMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var news = Channel.CreateBounded<MachineEvent>(new BoundedChannelOptions(WaitingMax) { SingleWriter = true });
        var following = FollowAsync(news.Writer, stop.Token);
        try
        {
            while (await news.Reader.WaitToReadAsync(cancellationToken))
            {
                while (news.Reader.TryRead(out var happened))
                {
                    yield return happened;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await following;
        }
    }

    /// <summary>Ends only with the token, and throws nothing: whoever reads the channel is told why it ended.</summary>
    private async Task FollowAsync(ChannelWriter<MachineEvent> news, CancellationToken cancellationToken)
    {
        await Hop.Off();
        try
        {
            var delay = DelayMin;
            while (true)
            {
                var hasConnected = await followOnce(news, cancellationToken);
                delay = hasConnected ? DelayMin : TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, DelayMax.Ticks));
                await Task.Delay(delay, time, cancellationToken);
            }
        }
        catch (Exception failure)
        {
            news.TryComplete(failure);
        }
    }
}
