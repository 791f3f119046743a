using Paddock.StubRunner.Protocol;

namespace Paddock.StubRunner;

/// <summary>
/// Opens the listener's session, with the real runner's patience: conflicts for four minutes, other trouble for ever,
/// a refusal not at all.
/// </summary>
internal sealed class Connection(Broker broker, Screen screen, TimeProvider time, TimeSpan retryInterval)
{
    private const int ConflictsMax = 8;

    /// <summary>Null once the session is open, else the exit code.</summary>
    public async Task<int?> OpenAsync(CancellationToken cancellationToken)
    {
        var conflicts = 0;
        for (var attempt = 1; ; attempt++)
        {
            screen.Connected();
            switch (await TryAsync(cancellationToken))
            {
                case (SessionOutcome.Opened, _):
                    if (attempt > 1)
                    {
                        screen.Reconnected();
                    }
                    return null;
                case (SessionOutcome.Forbidden, var reason):
                    screen.Write($"Failed to create session. {reason}");
                    return ExitCodes.Terminated;
                case (SessionOutcome.Conflict, _) when ++conflicts == ConflictsMax:
                    screen.Write("Stop retry on SessionConflictException after retried for 240 seconds.");
                    return ExitCodes.SessionConflict;
                case var (_, reason):
                    if (attempt == 1)
                    {
                        screen.ConnectError(reason);
                    }
                    await Task.Delay(retryInterval, time, cancellationToken);
                    break;
            }
        }
    }

    private async Task<(SessionOutcome Outcome, string Reason)> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await broker.OpenAsync(cancellationToken)) switch
            {
                SessionOutcome.Conflict => (SessionOutcome.Conflict, "A session for this runner already exists."),
                SessionOutcome.Forbidden => (SessionOutcome.Forbidden, "You are not authorized."),
                var outcome => (outcome, "Failed to create broker session"),
            };
        }
        catch (TokenRefusedException refusal)
        {
            return (SessionOutcome.Forbidden, refusal.Error == "invalid_client"
                ? "The runner registration has been deleted from the server, please re-configure."
                : refusal.Message);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return (SessionOutcome.Failed, fault.Message);
        }
    }
}
