using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;

namespace Paddock.App.Http.Shielding;

/// <summary>
/// Keeps runners from the admin address: connections of their networks are closed before a byte is read. A token alone
/// would leave the door in every job's sight, to be guessed at, flooded, or opened by a flaw behind it.
/// </summary>
/// <remarks>
/// Each provider is asked by itself, so that one that hangs leaves the others' networks known. What it said last counts
/// until it says something else; before its first word only this host itself gets in.
/// </remarks>
internal sealed partial class Shield : IAsyncDisposable
{
    /// <summary>Whoever moves a network of runners has this long before the door follows.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Until it has answered, operators are kept out.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(5);

    /// <summary>A job that knocks all day must not fill the log.</summary>
    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<IPNetwork>? _written;
    private readonly ConcurrentDictionary<ProviderName, NetworksReply.Known?> _told;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _asking;
    private readonly Lock _gate = new();
    private long? _loggedAt;
    private int _unlogged;

    private Shield(
        IReadOnlyList<IPNetwork>? written, IReadOnlyDictionary<ProviderName, IProvider> providers, TimeProvider time,
        ILogger logger)
    {
        (_written, _time, _logger) = (written, time, logger);
        _told = new(providers.Keys.Select(name => KeyValuePair.Create(name, default(NetworksReply.Known))));
        Networks = RunnerNetworks.Of(written, [.. _told.Values]);
        _asking = Task.WhenAll(providers.Select(provider => AskAsync(provider.Key, provider.Value, _stop.Token)));
    }

    /// <summary>As far as they are known now.</summary>
    public RunnerNetworks Networks { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    public static Shield Start(
        IReadOnlyList<IPNetwork>? written, IReadOnlyDictionary<ProviderName, IProvider> providers, TimeProvider time,
        ILogger logger) => new(written, providers, time, logger);

    /// <summary>Whoever cannot be told from a runner is not let in.</summary>
    public bool LetsIn(EndPoint? from, EndPoint? to)
    {
        var isIn = from is IPEndPoint sender && to is IPEndPoint here && Networks.LetIn(sender.Address, here.Address);
        if (!isIn)
        {
            Note(from);
        }
        return isIn;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AskAsync(ProviderName name, IProvider provider, CancellationToken cancellationToken)
    {
        await Hop.Off();
        Fault? last = null;
        while (true)
        {
            var fault = await LookAsync(name, provider, cancellationToken);
            if (fault is not null && last is null)
            {
                var what = _told[name] is null ? "only this host gets in until it does" : "the last ones count";
                LogUnknown(name, what, fault.Message);
            }
            last = fault;
            await Task.Delay(_told[name] is null ? ShortPause : Pause, _time, cancellationToken);
        }
    }

    private async Task<Fault?> LookAsync(ProviderName name, IProvider provider, CancellationToken cancellationToken)
    {
        NetworksReply reply;
        try
        {
            reply = await provider.NetworksAsync(cancellationToken);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // The door stays as it is, and the fleet does not depend on it.
            LogDefect(defect, name);
            return new Fault(FaultKind.Fatal, "Asking it failed: this is a defect.");
        }
        if (reply is not NetworksReply.Known known)
        {
            return ((NetworksReply.Refused)reply).Fault;
        }
        Learn(name, known);
        return null;
    }

    private void Learn(ProviderName name, NetworksReply.Known known)
    {
        lock (_gate)
        {
            var before = _told[name];
            _told[name] = known;
            Networks = RunnerNetworks.Of(_written, [.. _told.Values]);
            if (before is null || !before.Networks.SequenceEqual(known.Networks)
                || !before.Unseen.SequenceEqual(known.Unseen))
            {
                Tell(name, known);
            }
        }
    }

    private void Tell(ProviderName name, NetworksReply.Known known)
    {
        if (known.Networks.Count > 0)
        {
            var networks = string.Join(", ", known.Networks);
            LogClosed(networks, name);
        }
        if (known.Unseen.Count > 0 && _written is null)
        {
            var unseen = string.Join(", ", known.Unseen);
            LogUnseen(name, unseen);
        }
    }

    private void Note(EndPoint? from)
    {
        lock (_gate)
        {
            _unlogged++;
            if (_loggedAt is not { } at || _time.GetElapsedTime(at) >= LogPause)
            {
                LogKeptOut(_unlogged, from?.ToString() ?? "an unknown address");
                (_loggedAt, _unlogged) = (_time.GetTimestamp(), 0);
            }
        }
    }

    [LoggerMessage(EventId = 5011, EventName = "admin-closed-to", Level = LogLevel.Information,
        Message = "The admin address over TCP is closed to {Networks}, where runners of {Provider} live")]
    private partial void LogClosed(string networks, ProviderName provider);

    [LoggerMessage(EventId = 5012, EventName = "admin-closed-unseen", Level = LogLevel.Warning,
        Message = "The admin address over TCP is closed to all but this host: nobody can tell which addresses runners "
            + "of {Provider} have ({Unseen}). Write their networks as listen.runner_networks")]
    private partial void LogUnseen(ProviderName provider, string unseen);

    [LoggerMessage(EventId = 5013, EventName = "admin-networks-unknown", Level = LogLevel.Warning,
        Message = "{Provider} does not tell the networks of its runners; for the admin address over TCP {What}: "
            + "{Why}")]
    private partial void LogUnknown(ProviderName provider, string what, string why);

    [LoggerMessage(EventId = 5014, EventName = "admin-kept-out", Level = LogLevel.Warning,
        Message = "Connections to the admin address that were closed because a runner may be behind them: {Count}, "
            + "the last from {From}")]
    private partial void LogKeptOut(int count, string from);

    [LoggerMessage(EventId = 5015, EventName = "admin-networks-defect", Level = LogLevel.Error,
        Message = "A defect of Paddock kept it from learning the networks of {Provider}'s runners")]
    private partial void LogDefect(Exception defect, ProviderName provider);
}
