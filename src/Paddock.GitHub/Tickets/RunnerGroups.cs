using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Tickets;

/// <summary>
/// Runner groups are configured by name and asked for by id. Names are compared without case; <c>default</c> is the
/// group GitHub marks as such, whatever it is called there. A repository has only group 1.
/// </summary>
internal sealed class RunnerGroups(ApiClient api, SteadyClock clock)
{
    private const long RepositoryGroup = 1;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Memo<Scope, Answer<IReadOnlyList<RunnerGroupPayload>>> _groups = new(clock);

    public async Task<Answer<long>> IdOfAsync(Scope scope, string group, CancellationToken cancellationToken)
    {
        if (scope.Kind == ScopeKind.Repository)
        {
            return new Answer<long>.Ok(RepositoryGroup);
        }
        var answer = await _groups.GetAsync(scope, () => AskAsync(scope), cancellationToken);
        return answer.Has(out var groups, out var refused) ? Pick(scope, group, groups) : refused.To<long>();
    }

    /// <summary>
    /// GitHub refused a ticket in a way that a deleted or renamed group explains: ask again next time.
    /// </summary>
    public void Forget(Scope scope) => _groups.Forget(scope);

    /// <summary>The group a configuration means by this name; null when there is none.</summary>
    public static T? Find<T>(string group, IReadOnlyList<T> groups, Func<T, string?> nameOf, Func<T, bool> isDefault)
        where T : class =>
        (group == PoolPolicy.DefaultGroup ? groups.FirstOrDefault(isDefault) : null)
        ?? groups.FirstOrDefault(known => string.Equals(nameOf(known), group, StringComparison.OrdinalIgnoreCase));

    private static Answer<long> Pick(Scope scope, string group, IReadOnlyList<RunnerGroupPayload> groups)
    {
        var found = Find(group, groups, known => known.Name, known => known.Default);
        return found is not null
            ? new Answer<long>.Ok(found.Id)
            : new Answer<long>.Refused(new Fault(
                FaultKind.InvalidSpec,
                $"{scope} has no runner group {Plain.Line(group)}; it has: "
                + $"{Plain.Line(string.Join(", ", groups.Select(known => known.Name)))}."));
    }

    private async Task<Kept<Answer<IReadOnlyList<RunnerGroupPayload>>>> AskAsync(Scope scope)
    {
        var answer = await api.ListAsync(
            ApiCall.ForTicket(scope, remember: true),
            RunnerPaths.Groups(scope),
            GitHubJson.Default.RunnerGroupPagePayload,
            static page => page.RunnerGroups,
            CancellationToken.None);
        return new(answer, answer.Has(out _, out _) ? Life : TimeSpan.Zero);
    }
}
