using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;

namespace Paddock.GitHubStandIn.Http;

/// <summary>GitHub's paging: <c>per_page</c>, <c>page</c> and the <c>Link</c> header.</summary>
internal static class Paging
{
    private const int PerPageDefault = 30;
    private const int PerPageMax = 100;

    public static int PerPage(RestCall call) =>
        int.TryParse(call.Query("per_page"), out var wanted) && wanted > 0
            ? Math.Min(wanted, PerPageMax)
            : PerPageDefault;

    /// <summary>One page in an envelope: <c>{total_count, name: [...]}</c>.</summary>
    public static Reply Envelope<T>(RestCall call, string name, IReadOnlyList<T> all, Func<T, JsonNode> shape)
    {
        var page = PageOf(call, all, shape, out var link);
        return WithLink(Reply.Ok(new JsonObject { ["total_count"] = all.Count, [name] = page }), link);
    }

    /// <summary>One page as a bare array.</summary>
    public static Reply Bare<T>(RestCall call, IReadOnlyList<T> all, Func<T, JsonNode> shape) =>
        WithLink(Reply.Ok(PageOf(call, all, shape, out var link)), link);

    private static JsonArray PageOf<T>(RestCall call, IReadOnlyList<T> all, Func<T, JsonNode> shape, out string link)
    {
        var perPage = PerPage(call);
        var page = int.TryParse(call.Query("page"), out var wanted) && wanted > 0 ? wanted : 1;
        var last = Math.Max(1, (all.Count + perPage - 1) / perPage);
        link = string.Join(", ", Links(call, page, last));
        return new JsonArray([.. all.Skip((page - 1) * perPage).Take(perPage).Select(shape)]);
    }

    private static IEnumerable<string> Links(RestCall call, int page, int last)
    {
        if (page > 1)
        {
            yield return LinkTo(call, "page", (page - 1).ToString(), "prev");
        }
        if (page < last)
        {
            yield return LinkTo(call, "page", (page + 1).ToString(), "next");
            yield return LinkTo(call, "page", last.ToString(), "last");
        }
        if (page > 1)
        {
            yield return LinkTo(call, "page", "1", "first");
        }
    }

    /// <summary>One entry of a <c>Link</c> header: this request with another value of one parameter.</summary>
    public static string LinkTo(RestCall call, string parameter, string value, string relation)
    {
        var query = new QueryBuilder(call.Request.Query
            .Where(pair => pair.Key != parameter)
            .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value ?? "")))
        {
            { parameter, value },
        };
        return $"<{call.Site.Api}{call.Request.Path}{query}>; rel=\"{relation}\"";
    }

    public static Reply WithLink(Reply reply, string link) => link.Length == 0 ? reply : reply.With("Link", link);
}
