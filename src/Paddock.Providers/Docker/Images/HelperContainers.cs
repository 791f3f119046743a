using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// Containers that never run: they are how an image's files are looked at and added to. What a crash left behind of
/// them is deleted before the first is made.
/// </summary>
internal sealed class HelperContainers(
    ContainerCalls containers, FleetIdentity identity, ProviderName provider, TimeProvider time)
{
    /// <summary>Not a tag of machines: a helper is in no list of them.</summary>
    public const string Label = "paddock.helper";

    /// <summary>Two providers may share one engine, and neither may delete what the other is using.</summary>
    public const string ProviderLabel = "paddock.helper-provider";

    private readonly Flights<string, Nothing> _clearing = new(time, TimeSpan.MaxValue);

    private string Prefix => $"paddock-{identity.Mark}-{provider}-";

    /// <summary>Makes one, uses it, deletes it.</summary>
    /// <param name="purpose">
    /// What it is for and of what, like no other at the same time: a name has room for one container.
    /// </param>
    public async Task<Answer<T>> UseAsync<T>(
        string purpose, string imageId, Func<string, CancellationToken, Task<Answer<T>>> use,
        CancellationToken cancellationToken)
    {
        var cleared = await _clearing.JoinAsync("", () => ClearAsync(CancellationToken.None), cancellationToken);
        if (!cleared.Has(out _, out var blind))
        {
            return blind.To<T>();
        }
        var made = await CreateAsync(Prefix + purpose, imageId, cancellationToken);
        if (!made.Has(out var id, out var refused))
        {
            return refused.To<T>();
        }
        try
        {
            return await use(id, cancellationToken);
        }
        finally
        {
            await containers.DeleteAsync(id, CancellationToken.None);
        }
    }

    /// <summary>
    /// Once, while none of ours is in use. One that cannot be deleted costs a little disk until the next start.
    /// </summary>
    private async Task<Answer<Nothing>> ClearAsync(CancellationToken cancellationToken)
    {
        var listed = await containers.ListAsync(
            [$"{Label}={identity.Install}", $"{ProviderLabel}={provider}"], cancellationToken);
        if (!listed.Has(out var left, out var refused))
        {
            return refused.To<Nothing>();
        }
        foreach (var helper in left)
        {
            await containers.DeleteAsync(helper.Id, cancellationToken);
        }
        return new Answer<Nothing>.Ok(default);
    }

    private async Task<Answer<string>> CreateAsync(string name, string imageId, CancellationToken cancellationToken)
    {
        var body = new NewContainer
        {
            Image = imageId, Entrypoint = ["/bin/false"],
            Labels = new Dictionary<string, string>
            {
                [Label] = identity.Install, [ProviderLabel] = provider.Value,
            },
        };
        var answer = await containers.CreateAsync(name, body, cancellationToken);
        if (answer is not Answer<string>.Refused { Fault.Kind: FaultKind.NameTaken })
        {
            return answer;
        }

        // One of ours whose create was answered too late, or whose deletion failed.
        var there = await containers.FindAsync(name, cancellationToken);
        if (there.Has(out var left, out _) && left.Config.Labels?.GetValueOrDefault(Label) == identity.Install)
        {
            await containers.DeleteAsync(left.Id, cancellationToken);
        }
        return await containers.CreateAsync(name, body, cancellationToken);
    }
}
