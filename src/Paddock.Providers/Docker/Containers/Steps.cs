using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Docker.Containers;

/// <summary>One step of making a container, and how it is undone.</summary>
internal sealed record MakingStep(
    Func<CancellationToken, Task<Fault?>> DoAsync, Func<CancellationToken, Task<Fault?>>? UndoAsync = null);

/// <summary>Steps done in order, and undone in reverse from the same list when one of them fails.</summary>
internal static class Steps
{
    /// <summary>
    /// Null when all are done. Any other fault than <c>Ambiguous</c> means that what was made is gone again; a first
    /// step whose own answer was lost may have made what nobody can undo without looking, so it stays ambiguous.
    /// </summary>
    public static async Task<Fault?> RunAsync(IReadOnlyList<MakingStep> steps, CancellationToken cancellationToken)
    {
        for (var at = 0; at < steps.Count; at++)
        {
            Fault? fault;
            try
            {
                fault = await steps[at].DoAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await UndoAsync(steps.Take(at));
                throw;
            }
            if (fault is not null)
            {
                var isUndone = await UndoAsync(steps.Take(at));
                return at == 0 ? fault : fault with { Kind = isUndone ? Certain(fault.Kind) : FaultKind.Ambiguous };
            }
        }
        return null;
    }

    private static FaultKind Certain(FaultKind kind) => kind == FaultKind.Ambiguous ? FaultKind.Transient : kind;

    /// <summary>Whoever gave up waiting still wants nothing left behind, so this has no caller's token.</summary>
    private static async Task<bool> UndoAsync(IEnumerable<MakingStep> done)
    {
        foreach (var step in done.Reverse())
        {
            if (step.UndoAsync is { } undo && await undo(CancellationToken.None) is not null)
            {
                return false;
            }
        }
        return true;
    }
}
