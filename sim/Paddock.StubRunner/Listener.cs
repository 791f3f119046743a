using System.Text.Json.Nodes;
using Paddock.StubRunner.Jobs;
using Paddock.StubRunner.Protocol;

namespace Paddock.StubRunner;

/// <summary>
/// The listener: connects, asks for work, does one job, and goes. While the job runs it keeps asking, because that is
/// how it hears of a cancellation and how the service knows that it is alive.
/// </summary>
internal sealed class Listener(RunnerRoot root, Settings settings, Wire wire, Screen screen, TimeProvider time)
{
    private const int ErrorsMax = 10;

    private int _errors;

    /// <summary>What becomes of the process; null while it goes on listening.</summary>
    private sealed record Exit(int Code, bool RemovesFiles = false, bool ClosesSession = true);

    /// <summary>The exit code of the process.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            if (await wire.Connection.OpenAsync(stop) is { } refusal)
            {
                return refusal;
            }
            screen.Listening(wire.Version);
            var exit = await ListenAsync(stop);
            await CloseAsync(exit);
            return exit.Code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Write("Exiting...");
            await CloseAsync(new Exit(ExitCodes.Success));
            return ExitCodes.Success;
        }
    }

    private async Task<Exit> ListenAsync(CancellationToken stop)
    {
        while (true)
        {
            var news = await PollAsync(isBusy: false, stop);
            var exit = news switch
            {
                News.Job job => await TakeAsync(job.Reference, stop),
                News.Error error => await FaceAsync(error.Kind, stop),
                _ => null,
            };
            if (exit is not null)
            {
                return exit;
            }
        }
    }

    /// <summary>Acknowledges, acquires and runs a job. Null when there was none to run after all.</summary>
    private async Task<Exit?> TakeAsync(JsonObject reference, CancellationToken stop)
    {
        if ((bool?)reference["should_acknowledge"] == true
            && await AcknowledgeAsync(reference, stop) == "AcknowledgeJobNotFound")
        {
            return new Exit(ExitCodes.Success, RemovesFiles: settings.IsEphemeral);
        }
        var (ticket, status) = await RunService.AcquireAsync(wire.Http, wire.Tokens, reference, stop);
        if (ticket is null)
        {
            // Somebody else has it, or it is gone: wait a moment, so that a service in trouble is not asked at once
            // again.
            await Task.Delay(status is 404 or 409 or 422 ? TimeSpan.FromSeconds(1) : wire.RetryInterval, time, stop);
            return null;
        }
        screen.Running(ticket.DisplayName);
        if (!await Renewal.BeginAsync(ticket, time, stop))
        {
            return new Exit(ExitCodes.Success, RemovesFiles: settings.IsEphemeral);
        }
        using var run = new JobRun(
            ticket, new Results(wire.Http, ticket), new JobEnvironment(ticket.Message, root, settings), time);
        var result = await WatchAsync(ticket, run, stop);
        screen.Completed(ticket.DisplayName, result);
        if (stop.IsCancellationRequested)
        {
            screen.Write("Exiting...");
            return new Exit(ExitCodes.Success);
        }
        return new Exit(CodeOf(result), RemovesFiles: settings.IsEphemeral);
    }

    /// <summary>Runs the job, and meanwhile renews it and listens.</summary>
    private async Task<JobResult> WatchAsync(JobTicket ticket, JobRun run, CancellationToken stop)
    {
        using var done = new CancellationTokenSource();
        await using var onStop = stop.Register(() => run.End(JobEnd.Shutdown));
        var running = run.RunAsync();
        var renewing = Renewal.KeepAsync(ticket, run, time, done.Token);
        var listening = ListenWhileBusyAsync(run, done.Token);
        var result = await running;
        await done.CancelAsync();
        await IgnoreCancellationAsync(renewing);
        await IgnoreCancellationAsync(listening);
        return run.Reason == JobEnd.Abandoned ? JobResult.Abandoned : result;
    }

    private async Task ListenWhileBusyAsync(JobRun run, CancellationToken done)
    {
        while (true)
        {
            switch (await PollAsync(isBusy: true, done))
            {
                case News.Cancellation cancellation when cancellation.JobId == run.Id:
                    run.End(JobEnd.Cancelled);
                    break;
                case News.Error:
                    // The job goes on: only its lock decides whether it is still ours.
                    await Task.Delay(wire.RetryInterval, time, done);
                    break;
            }
        }
    }

    private async Task<string?> AcknowledgeAsync(JsonObject reference, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await wire.Broker.AcknowledgeAsync((string)reference["runner_request_id"]!, either.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException
            && !stop.IsCancellationRequested)
        {
            // An acknowledgement is a courtesy: whether the job is ours is decided when it is acquired.
            return null;
        }
    }

    private async Task<News> PollAsync(bool isBusy, CancellationToken cancellationToken)
    {
        try
        {
            var news = await wire.Broker.PollAsync(isBusy, cancellationToken);
            _errors = news is News.Error ? _errors : 0;
            return news;
        }
        catch (TokenRefusedException refusal)
        {
            return new News.Error(refusal.Error == "invalid_client" ? "RunnerNotFound" : refusal.Message);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return new News.Error(fault.Message);
        }
    }

    /// <summary>An error while idle: some end the listener, the others are waited out.</summary>
    private async Task<Exit?> FaceAsync(string kind, CancellationToken stop)
    {
        switch (kind)
        {
            case "RunnerNotFound":
                screen.Write("The runner no longer exists on the server. Cleaning up local configuration.");
                return new Exit(ExitCodes.Success, RemovesFiles: true, ClosesSession: false);
            case "RunnerVersionTooOld" or "403":
                screen.Write("An error occurred: this runner version is deprecated and cannot receive messages.");
                return new Exit(
                    wire.TellsDeprecation ? ExitCodes.VersionDeprecated : ExitCodes.Terminated, ClosesSession: false);
            case "HostedRunnerDeprovisioned":
                return new Exit(ExitCodes.Success, ClosesSession: false);
            case "RunnerSessionInvalid":
                return await wire.Connection.OpenAsync(stop) is { } refusal
                    ? new Exit(refusal, ClosesSession: false)
                    : null;
        }
        if (++_errors == 1)
        {
            screen.ConnectError(kind);
        }
        if (_errors >= ErrorsMax)
        {
            return new Exit(ExitCodes.Retryable);
        }
        await Task.Delay(wire.RetryInterval, time, stop);
        return null;
    }

    private async Task CloseAsync(Exit exit)
    {
        if (exit.ClosesSession)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            try
            {
                await wire.Broker.CloseAsync(limit.Token);
            }
            catch (Exception fault) when (
                fault is HttpRequestException or OperationCanceledException or TokenRefusedException)
            {
                // A single-use runner may be gone from the service before its session is.
            }
        }
        if (exit.RemovesFiles)
        {
            root.RemoveFiles(screen);
        }
    }

    private int CodeOf(JobResult result) =>
        wire.TellsResult ? ExitCodes.JobResultFrom + (int)result : ExitCodes.Success;

    private static async Task IgnoreCancellationAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop because the job is over.
        }
    }
}
