namespace Paddock.GitHubStandIn.Http;

/// <summary>Refusals whose wording and headers a client reads.</summary>
internal static class Refusals
{
    public static Reply PrimaryLimit(string login, DateTimeOffset resetAt) =>
        Reply.Error(403, $"API rate limit exceeded for user {login}.")
            .With("x-ratelimit-remaining", "0")
            .With("x-ratelimit-reset", resetAt.ToUnixTimeSeconds().ToString());

    public static Reply SecondaryLimit() => Reply.Error(
        403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");

    public static Reply BadCredentials() => Reply.Error(401, "Bad credentials");

    /// <summary>Also what a JWT gets that another App's key has signed.</summary>
    public static Reply NoJwt() => Reply.Error(401, "A JSON web token could not be decoded");

    public static Reply Suspended() => Reply.Error(403, "This installation has been suspended");

    /// <summary>Whatever is written to an archived repository.</summary>
    public static Reply Archived() => Reply.Error(403, "Repository was archived so is read-only.");

    /// <summary>GitHub docs, "API versions": 400 for a version there never was.</summary>
    public static Reply UnknownVersion(string version) =>
        Reply.Error(400, $"The API version {version} is not supported.");

    public static Reply NoUserAgent() => Reply.Error(
        403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");

    /// <summary>A renamed repository: the same path under its number.</summary>
    public static Reply Moved(string location)
    {
        var reply = Reply.Error(301, "Moved Permanently").With("Location", location);
        reply.Body!["url"] = location;
        return reply;
    }
}
