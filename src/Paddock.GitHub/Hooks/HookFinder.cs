using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>Finds our hook, and believes what it found for a while.</summary>
internal sealed class HookFinder(HookHome home)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private (FoundHook Hook, DateTimeOffset At)? _found;

    public async Task<Answer<FoundHook>> FindAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_found is { } known && now - known.At < Life)
        {
            return new Answer<FoundHook>.Ok(known.Hook);
        }
        var answer = await home.FindAsync(ApiCall.ForSweep(home.Scope), cancellationToken);
        if (answer.Has(out var own, out _))
        {
            _found = (own, now);
        }
        return answer;
    }

    /// <summary>What was found is there no more: somebody may have made the hook anew.</summary>
    public void Forget() => _found = null;
}
