using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Checks;

/// <summary>An organization's repositories as the checks ask for them.</summary>
internal static class ScopeRepositories
{
    /// <summary>The first page, those that were pushed to last: where work goes on, jobs wait.</summary>
    public static string Newest(Scope scope) =>
        $"{ApiPath.Of(scope)}/repos?type=all&sort=pushed&direction=desc&per_page=100";
}
