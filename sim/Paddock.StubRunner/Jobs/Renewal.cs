using Paddock.StubRunner.Protocol;

namespace Paddock.StubRunner.Jobs;

/// <summary>
/// Keeps a job's lock: once a minute. A service that answers with errors for about a minute loses the job, as has been
/// measured of the real runner, whatever the lock said.
/// </summary>
internal static class Renewal
{
    private const int TriesMax = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    /// <summary>The first renewal decides whether the job is started at all.</summary>
    public static Task<bool> BeginAsync(JobTicket ticket, TimeProvider time, CancellationToken cancellationToken) =>
        TryAsync(ticket, time, cancellationToken);

    /// <summary>Goes on until it is cancelled; gives the job up when it cannot be renewed.</summary>
    public static async Task KeepAsync(
        JobTicket ticket, JobRun run, TimeProvider time, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(Interval, time, cancellationToken);
        }
        while (await TryAsync(ticket, time, cancellationToken));
        run.End(JobEnd.Abandoned);
    }

    private static async Task<bool> TryAsync(JobTicket ticket, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= TriesMax; attempt++)
        {
            switch (await StatusAsync(ticket, cancellationToken))
            {
                case >= 200 and < 300:
                    return true;
                case 404:
                    return false;
                default:
                    await Task.Delay(RetryInterval, time, cancellationToken);
                    break;
            }
        }
        return false;
    }

    private static async Task<int> StatusAsync(JobTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            return await ticket.RenewAsync(cancellationToken);
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
