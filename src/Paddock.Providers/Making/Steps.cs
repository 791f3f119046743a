using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Making;

/// <summary>One step of making a machine, and how it is undone.</summary>
/// <param name="UndoAsync">Has no caller's token, so it has to end by its own limit.</param>
/// <param name="IsFinal">Once this was begun and nobody knows how it ended, nothing is undone: a job may run.</param>
internal sealed record MakingStep(
    Func<CancellationToken, Task<Fault?>> DoAsync, Func<Task<Fault?>>? UndoAsync = null, bool IsFinal = false);

/// <summary>Steps done in order, and undone in reverse from the same list when one of them fails.</summary>
internal static class Steps
{
    /// <summary>
    /// Null when all are done. Any other fault than <c>Ambiguous</c> means that what was made is gone again; a first
    /// step whose own answer was lost may have made what nobody can undo without looking, so it stays ambiguous, and so
    /// does a final one.
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
                if (!steps[at].IsFinal)
                {
                    await UndoAsync(steps.Take(at));
                }
                throw;
            }
            if (fault is not null)
            {
                return await RefuseAsync(steps, at, fault);
            }
        }
        return null;
    }

    private static async Task<Fault> RefuseAsync(IReadOnlyList<MakingStep> steps, int at, Fault fault)
    {
        if (at == 0 || (steps[at].IsFinal && fault.Kind == FaultKind.Ambiguous))
        {
            return fault;
        }
        var isUndone = await UndoAsync(steps.Take(at));
        return isUndone ? fault.AsCertain() : fault with { Kind = FaultKind.Ambiguous };
    }

    /// <summary>Whoever gave up waiting still wants nothing left behind, so this has no caller's token.</summary>
    private static async Task<bool> UndoAsync(IEnumerable<MakingStep> done)
    {
        foreach (var step in done.Reverse())
        {
            if (step.UndoAsync is { } undo && await undo() is not null)
            {
                return false;
            }
        }
        return true;
    }
}
