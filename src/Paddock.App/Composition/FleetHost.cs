using System.Runtime.InteropServices;
using Paddock.App.Configuration;
using Paddock.App.Http;
using Paddock.Engine;
using Paddock.Ports.Store;

namespace Paddock.App.Composition;

/// <summary>
/// <c>paddock run</c>: makes the parts, opens the doors to the world, runs the engine until somebody says stop, and
/// puts everything away in reverse. Machines keep running; the next start goes on with them.
/// </summary>
internal static class FleetHost
{
    /// <summary>Returns when it was told to stop by a signal or by <paramref name="cancellationToken"/>.</summary>
    /// <exception cref="StartRefusedException">Something it needs is not as it must be; the message says what to
    /// do.</exception>
    /// <exception cref="StoreFaultException">The store cannot be used.</exception>
    /// <exception cref="ListenFaultException">An address cannot be listened on.</exception>
    /// <exception cref="LeaseLostException">Another process decides for this fleet now.</exception>
    public static async Task RunAsync(
        PaddockConfig config, ConfigRequest request, RunOptions options, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var loggers = Logs.Open(config.Log);
        using var signals = new StopSignals(cancellationToken);

        // From the beginning: a hang-up that nobody takes ends the process.
        Reloading? reloading = null;
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reloading?.Reload("SIGHUP");
        });
        await using var parts = await FleetParts.OpenAsync(config, time, loggers);
        var log = new HostLog(loggers.CreateLogger("Paddock.App"));
        await ProviderInspection.RunAsync(config, parts.Providers, log, signals.Token);

        var policy = new PolicyBox(config.ToPolicy(parts.Identity));
        var engine = parts.Engine(policy, options, time, loggers);
        reloading = new Reloading(request, config, parts.Identity, policy, engine.Ring, log);
        var desk = new FleetDesk
        {
            Config = config,
            Reloading = reloading,
            Engine = engine,
            Store = parts.Store,
            GitHub = parts.GitHub,
            Providers = parts.MeteredProviders,
            Shelf = parts.Shelf,
            Meter = parts.Meter,
            Loggers = loggers,
            Time = time,
            StartedAt = time.GetUtcNow(),
            Version = PaddockVersion.Text,
            DryRun = options.DryRun,
        };

        // The web comes first and goes last: deliveries that arrive while the engine starts or stops are stored too.
        await using var web = await WebHost.StartAsync(desk, signals.Token);
        log.Started(desk, parts.Identity, web);
        await using var images = options.DryRun ? null : parts.Images(() => desk.ConfigInForce, time, loggers);
        await using var watching = Watch(config, request, reloading, time);
        await EngineThread.Start(parts.Pump, engine, signals.Token);
        log.Stopped();
    }

    private static FileWatch? Watch(
        PaddockConfig config, ConfigRequest request, Reloading reloading, TimeProvider time) =>
        config.ReloadOnChange && ConfigPaths.Find(request) is { } path
            ? FileWatch.Start(
                ConfigPaths.Absolute(request, path),
                () => reloading.Reload("a change of the file", isAsked: false), time)
            : null;
}
