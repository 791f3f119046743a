using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>What GitHub says about itself, about the caller and the caller's budget.</summary>
internal static class Meta
{
    /// <summary>In no permission table, because every token may ask whose it is.</summary>
    private static readonly Operation WhoAmI = new("users/get-authenticated", "GET", "/user") { IsAnonymous = true };

    public static void Map(RestMap rest)
    {
        rest.Add("meta/get", _ => Reply.Ok(new JsonObject
        {
            ["verifiable_password_authentication"] = false,
            ["hooks"] = new JsonArray("127.0.0.0/8", "::1/128", "172.16.0.0/12"),
            ["api"] = new JsonArray("127.0.0.0/8"),
            ["actions"] = new JsonArray("127.0.0.0/8"),
        }));
        rest.Add("meta/get-all-versions", _ => Reply.Ok(new JsonArray("2026-03-10", "2022-11-28")));
        rest.Add("rate-limit/get", RateLimit);
        rest.Add(WhoAmI, User);
    }

    private static Reply User(RestCall call)
    {
        if (call.Caller.Token?.InstalledOn is not null)
        {
            return Reply.Error(403, "Resource not accessible by integration");
        }
        var login = RequestNote.Of(call.Request.HttpContext).Caller;
        return login == GitHubWorld.AnonymousLogin
            ? Reply.Error(401, "Requires authentication")
            : Reply.Ok(UserJson.Of(login, isOrganization: false, call.Site));
    }

    private static Reply RateLimit(RestCall call)
    {
        var budget = call.World.Rates.BudgetOf(RequestNote.Of(call.Request.HttpContext).Caller, call.Now);
        var reply = new JsonObject
        {
            ["resources"] = new JsonObject
            {
                ["core"] = Shape(budget),
                ["search"] = Shape(new RateBudget(30, 0, budget.ResetAt)),
                ["actions_runner_registration"] = Shape(new RateBudget(10_000, 0, budget.ResetAt)),
            },
        };
        if (call.Request.Headers["X-GitHub-Api-Version"] != "2026-03-10")
        {
            reply["rate"] = Shape(budget);
        }
        return Reply.Ok(reply);
    }

    private static JsonObject Shape(RateBudget budget) => new()
    {
        ["limit"] = budget.Limit,
        ["remaining"] = budget.Remaining,
        ["used"] = budget.Used,
        ["reset"] = budget.ResetAt.ToUnixTimeSeconds(),
    };
}
