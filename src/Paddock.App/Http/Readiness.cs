using Paddock.App.Api;
using Paddock.App.Composition;
using Paddock.App.Http.Events;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.App.Http;

/// <summary>
/// Whether Paddock can take in news and decide. A provider or a scope that fails is told and required by nothing: to
/// be cut off from GitHub's deliveries as well would only make it worse.
/// </summary>
internal sealed class Readiness(FleetDesk desk, FleetNews news)
{
    /// <summary>The loop passes every 30 s at least; a database copy or a long list may hold it up.</summary>
    private static readonly TimeSpan PassAgeMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan StoreLimit = TimeSpan.FromSeconds(2);

    /// <summary>Anybody may ask as often as he likes; the store is asked once in a while.</summary>
    private static readonly TimeSpan StoreAnswerAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private StoreAnswer? _lastStore;

    public async Task<ReadyReply> CheckAsync(CancellationToken cancellationToken)
    {
        List<CheckReply> checks = [await StoreAsync(cancellationToken), Lease(), Passes()];
        if (desk.Engine.View is { } view)
        {
            checks.AddRange(view.Health.OrderBy(door => door.Key, StringComparer.Ordinal)
                .Where(door => door.Key != "store")
                .Select(door => new CheckReply(door.Key, door.Value.IsGood, Required: false, door.Value.Message)));
        }
        return new ReadyReply(checks.TrueForAll(check => check.Good || !check.Required), checks);
    }

    private async Task<CheckReply> StoreAsync(CancellationToken cancellationToken) =>
        Required("store", await AskOnce().WaitAsync(cancellationToken));

    /// <summary>
    /// The question in flight or the last one's answer, while that is young. Whoever gives up waiting ends the question
    /// for nobody else.
    /// </summary>
    private Task<string?> AskOnce()
    {
        lock (_gate)
        {
            if (_lastStore is not { } last
                || (last.Problem.IsCompleted && desk.Time.GetElapsedTime(last.AskedAt) > StoreAnswerAge))
            {
                _lastStore = last = new StoreAnswer(AskStoreAsync(), desk.Time.GetTimestamp());
            }
            return last.Problem;
        }
    }

    /// <summary>Null when it answers, else what is wrong with it.</summary>
    private async Task<string?> AskStoreAsync()
    {
        using var limit = new CancellationTokenSource(StoreLimit, desk.Time);
        try
        {
            await desk.Store.LoadAsync(Subject.Fleet, limit.Token).WaitAsync(limit.Token);
            return null;
        }
        catch (StoreFaultException fault)
        {
            return fault.Message;
        }
        catch (OperationCanceledException)
        {
            return $"it did not answer within {StoreLimit.TotalSeconds:0} s";
        }
    }

    private CheckReply Lease() =>
        Required("lease", desk.Engine.View is null ? "no pass has been made yet: the lease is not held" : null);

    private CheckReply Passes() => Required(
        "passes", news.PassAge is { } age && age > PassAgeMax ? $"the last was {age.TotalSeconds:0} s ago" : null);

    private static CheckReply Required(string name, string? problem) =>
        new(name, problem is null, Required: true, problem ?? "");

    private sealed record StoreAnswer(Task<string?> Problem, long AskedAt);
}
