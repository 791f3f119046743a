using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

internal static class Links
{
    /// <summary>The address behind <c>rel="next"</c>; null on the last page.</summary>
    public static string? Next(HttpResponseMessage response) => response.Headers.TryGetValues("Link", out var values)
        ? values.Single().Split(", ").Where(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal))
            .Select(link => link[1..link.IndexOf('>', StringComparison.Ordinal)]).FirstOrDefault()
        : null;
}
