namespace Paddock.GitHubStandIn.World;

/// <summary>Where this GitHub lives, as it says of itself. Both without a slash at the end.</summary>
/// <param name="Html">The address of the web pages, and the base of the runner's side.</param>
/// <param name="Api">The address of the REST API: GHES-style below the pages' address.</param>
internal sealed record Site(string Html, string Api)
{
    public static Site At(Uri publicUrl)
    {
        var html = publicUrl.ToString().TrimEnd('/');
        return new Site(html, $"{html}/api/v3");
    }

    /// <summary>
    /// Base addresses of the runner's side. Runners resolve paths against them, so the slash matters.
    /// </summary>
    public string Broker => $"{Html}/_runner/broker/";

    public string RunService => $"{Html}/_runner/run/";

    public string Results => $"{Html}/_runner/results/";

    public string RunnerToken => $"{Html}/_runner/token";

    public string Blobs => $"{Html}/_runner/blobs/";
}
