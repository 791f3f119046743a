using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>What an App lacks, said to the one who can give it: what, where, and whose it is.</summary>
internal sealed class AppFaults(string connection, string clientId)
{
    private string App => $"GitHub App {clientId} of connection {connection}";

    /// <summary>GitHub docs, "REST API endpoints for self-hosted runners": classic tokens only.</summary>
    public Fault NoEnterprise(Scope scope) => Bad(
        $"GitHub lets no App manage the runners of an enterprise, and {scope} is one. "
        + $"Use org: scopes, or give connection {connection} a classic token that has manage_runners:enterprise.");

    /// <param name="page">The App's public page, if GitHub told.</param>
    public Fault NotInstalled(Scope scope, string? page)
    {
        var place = scope.Kind == ScopeKind.Repository
            ? $"{OwnerOf(scope)}, or its installation there leaves out {scope.Path}"
            : $"{scope.Path}, or there is no such organization";
        return Bad($"The {App} is not installed on {place}: install it at {InstallAt(page)}.");
    }

    public Fault Suspended(Scope scope, InstallationPayload installation) => Bad(
        $"The {App} is suspended on {AccountOf(scope, installation)}: unsuspend it at {SettingsOf(installation)}.");

    public Fault Lacks(Scope scope, InstallationPayload installation, IReadOnlyList<string> missing) => Bad(
        $"The {App} may not do on {AccountOf(scope, installation)} what {scope} needs; missing is "
        + $"{string.Join(", ", missing)}. Grant it on the App's page under Permissions & events, then have "
        + $"{AccountOf(scope, installation)} approve it at {SettingsOf(installation)}.");

    /// <summary>GitHub says "could not be decoded" also when the key belongs to another App.</summary>
    public Fault NotBelieved(string said) => Bad(
        $"GitHub does not know the {App} by its key ({said}). Check the client id, that the private key is one of this "
        + "App's, and that it was not deleted there.");

    public Fault Unreadable(string what) =>
        new(FaultKind.Fatal, $"The {App} was given an installation token that cannot be used: {what}.");

    public static string OwnerOf(Scope scope) => scope.Path.Split('/')[0];

    private static string AccountOf(Scope scope, InstallationPayload installation) =>
        installation.Account?.Login is { Length: > 0 } login ? Plain.Line(login, 100) : OwnerOf(scope);

    private static string SettingsOf(InstallationPayload installation) =>
        installation.HtmlUrl is { Length: > 0 } page
            ? Plain.Line(page)
            : "the owner's settings under GitHub Apps";

    private static string InstallAt(string? page) => page is { Length: > 0 }
        ? $"{Plain.Line(page)}/installations/new"
        : "the App's page, under Install App";

    private static Fault Bad(string message) => new(FaultKind.Unauthorized, message);
}
