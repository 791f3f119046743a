using System.Globalization;
using Paddock.App.Api;
using Paddock.App.Cli.Client;

namespace Paddock.App.Cli.Completion;

/// <summary>
/// The names of things, for a shell that completes them: asked of a running Paddock, or read from the configuration.
/// Where neither answers at once there are none, without a word: somebody is typing.
/// </summary>
internal sealed class KnownNames(Invocation invocation)
{
    /// <summary>A person waits for the answer with a finger on the key.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<string>> OfAsync(NameKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return kind switch
            {
                NameKind.Provider => Providers(),
                NameKind.Image => Images(),
                _ => await AskAsync(kind, cancellationToken),
            };
        }
        catch (CliFaultException)
        {
            return [];
        }
    }

    private List<string> Providers() =>
        [.. (Configured.Load(invocation).Config?.Providers ?? []).Select(provider => provider.Name.Value)];

    private List<string> Images() =>
        [.. (Configured.Load(invocation).Config?.Images ?? []).Select(image => image.Name)];

    private async Task<IReadOnlyList<string>> AskAsync(NameKind kind, CancellationToken cancellationToken)
    {
        using var client = new AdminClient(
            Addresses.Of(invocation), invocation.Shell.Variable(GlobalOptions.TokenVariable), Patience);
        return kind switch
        {
            NameKind.Pool =>
            [
                .. client.Read(await client.GetAsync("status", cancellationToken), ApiJson.Default.StatusReply)
                    .Pools.Select(pool => pool.Name),
            ],
            NameKind.Runner =>
            [
                .. client.Read(await client.GetAsync("runners", cancellationToken), ApiJson.Default.RunnersReply)
                    .Runners.Select(runner => runner.Name),
            ],
            _ =>
            [
                .. client.Read(await client.GetAsync("jobs", cancellationToken), ApiJson.Default.JobsReply)
                    .Jobs.Select(job => job.Id.ToString(CultureInfo.InvariantCulture)),
            ],
        };
    }
}
