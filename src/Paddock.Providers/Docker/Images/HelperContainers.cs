using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// Containers that never run: they are how an image's files are looked at and added to. Their name says what they are
/// for, so what a crash left behind is in the way of the next one and is cleared by it.
/// </summary>
internal sealed class HelperContainers(ContainerCalls containers, FleetIdentity identity)
{
    /// <summary>Not a tag of machines: a helper is in no list of them.</summary>
    public const string Label = "paddock.helper";

    private const int IdChars = 16;

    /// <summary>Makes one, uses it, deletes it.</summary>
    /// <param name="purpose">A word.</param>
    public async Task<Answer<T>> UseAsync<T>(
        string purpose, string imageId, Func<string, CancellationToken, Task<Answer<T>>> use,
        CancellationToken cancellationToken)
    {
        var name = $"paddock-{purpose}-{identity.Mark}-{ImageIds.Short(imageId, IdChars)}";
        var made = await CreateAsync(name, imageId, cancellationToken);
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

    private async Task<Answer<string>> CreateAsync(string name, string imageId, CancellationToken cancellationToken)
    {
        var body = new NewContainer
        {
            Image = imageId, Entrypoint = ["/bin/false"],
            Labels = new Dictionary<string, string> { [Label] = identity.Install },
        };
        var answer = await containers.CreateAsync(name, body, cancellationToken);
        if (answer is not Answer<string>.Refused { Fault.Kind: FaultKind.NameTaken })
        {
            return answer;
        }
        var there = await containers.FindAsync(name, cancellationToken);
        if (there.Has(out var left, out _) && left.Config.Labels?.GetValueOrDefault(Label) == identity.Install)
        {
            await containers.DeleteAsync(left.Id, cancellationToken);
        }
        return await containers.CreateAsync(name, body, cancellationToken);
    }
}
