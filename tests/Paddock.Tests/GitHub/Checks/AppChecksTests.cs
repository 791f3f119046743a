using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Checks;
using Paddock.Tests.GitHub.Auth;

namespace Paddock.Tests.GitHub.Checks;

/// <summary>The checks with a GitHub App for a credential, against the stand-in.</summary>
public sealed class AppChecksTests : IAsyncLifetime
{
    private static readonly Scope Elsewhere = new(Scope.DefaultConnection, ScopeKind.Organization, "elsewhere");

    private AppRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await AppRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task An_installation_is_named_and_may_do_what_it_was_given()
    {
        var told = await ToldAsync(AppRig.Organization);

        told.ShouldContain(
            $"Note connection default: GitHub takes the credential: github.com/installation:{_rig.Installation}.");
        told.ShouldContain("Note org:acme: Runners may be registered, and runs read.");
    }

    [Fact]
    public async Task What_the_installation_lacks_is_named_with_where_to_grant_it()
    {
        await _rig.Control.GrantAsync(
            _rig.Installation, new Dictionary<string, string> { ["metadata"] = "read" }, _rig.Limit);

        var told = (await ToldAsync(AppRig.Organization)).ShouldHaveSingleItem();

        told.ShouldStartWith("Error connection default: The GitHub App");
        told.ShouldContain("organization_self_hosted_runners: write");
        told.ShouldContain("actions: read");
    }

    [Fact]
    public async Task Where_it_is_not_installed_is_told_and_the_other_owner_is_looked_at()
    {
        var told = await ToldAsync(AppRig.Organization, Elsewhere);

        told.ShouldContain(line => line.Contains("is not installed on elsewhere", StringComparison.Ordinal));
        told.ShouldContain("Note org:acme: Runners may be registered, and runs read.");
        told.ShouldNotContain(line => line.Contains("org:elsewhere:", StringComparison.Ordinal));
    }

    private async Task<List<string>> ToldAsync(params Scope[] scopes)
    {
        var checks = _rig.Adapters.Checks(new FleetPolicy
        {
            Identity = new FleetIdentity("acme", "install", "mark"),
            Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
            Providers = [],
            Pools =
            [
                new PoolPolicy
                {
                    Name = new PoolName("linux"), Scopes = scopes, Labels = LabelSet.Of("self-hosted"), Offers = [],
                },
            ],
        });
        var sight = await checks.LookAsync(Scope.DefaultConnection, _rig.Limit);
        var findings = sight.Findings.ToList();
        foreach (var usable in sight.Usable)
        {
            findings.AddRange(await checks.RightsAsync(usable, _rig.Limit));
            findings.AddRange(await checks.AccessAsync(usable, _rig.Limit));
        }
        return [.. findings.Select((CheckFinding finding) => $"{finding.Level} {finding.Place}: {finding.Message}")];
    }
}
