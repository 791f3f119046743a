using Paddock.Core.Model;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>Our hook, as found.</summary>
/// <param name="Silence">Why it cannot tell of jobs although it is there; null when it can.</param>
internal sealed record FoundHook(long Id, Fault? Silence);

/// <summary>A request that has GitHub send something, and how that is told in the hook's log.</summary>
internal sealed record HookEcho(string Path, Predicate<DeliveryPayload> Is);

/// <summary>Where a webhook of ours is made, and so whose log has its deliveries and who may read it.</summary>
/// <param name="scope">Picks the credential.</param>
internal abstract class HookHome(ApiClient api, Scope scope)
{
    public ApiClient Api => api;

    public Scope Scope => scope;

    /// <summary>As the operator knows it.</summary>
    public abstract string Name { get; }

    /// <summary>Refused also when GitHub answers and nothing there is ours.</summary>
    public abstract Task<Answer<FoundHook>> FindAsync(ApiCall call, CancellationToken cancellationToken);

    /// <summary>The path of the hook's log.</summary>
    public abstract string LogOf(long hook);

    /// <summary>Null when there is nothing that GitHub could be asked to send.</summary>
    /// <param name="known">What the log has, newest first.</param>
    public abstract HookEcho? EchoOf(long hook, IReadOnlyList<DeliveryPayload> known);

    /// <summary>Says what a refusal means here.</summary>
    /// <param name="access"><c>read</c> or <c>write</c>: what was tried.</param>
    public abstract Answer<T>.Refused Explain<T>(Answer<T>.Refused refused, string access = "read");
}
