using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Core.Policy;

public sealed class SharingRulesTests
{
    [Theory]
    [InlineData("org:acme", "acme/shop")]
    [InlineData("org:acme", "ACME/*")]
    [InlineData("org:acme", "*")]
    [InlineData("org:acme", "*/shop")]
    [InlineData("org:acme", "ac*e/s*p")]
    [InlineData("org:acme", "*me*")]
    [InlineData("repo:acme/shop", "acme/shop")]
    [InlineData("repo:acme/shop", "acme/s*")]
    [InlineData("enterprise:big", "anyone/anything")]
    public void A_rule_that_may_fit_a_repository_of_a_pool_is_sound(string scope, string match) =>
        Faults(scope, new RepositoryRule(match)).ShouldBeEmpty();

    [Theory]
    [InlineData("org:acme", "amce/shop")]
    [InlineData("org:acme", "acme-labs/*")]
    [InlineData("org:acme", "*x/shop")]
    [InlineData("repo:acme/shop", "acme/shop2")]
    [InlineData("repo:acme/shop", "acme/*2")]
    public void A_rule_that_fits_none_never_counts(string scope, string match) =>
        Faults(scope, new RepositoryRule(match)).ShouldBe(["repositories[0].match"]);

    [Fact]
    public void A_rule_that_keeps_repositories_out_needs_no_numbers()
    {
        var closed = new RepositoryRule("acme/shop") { Allow = false };

        Faults("org:acme", closed).ShouldBeEmpty();
        Faults("org:acme", closed with { Public = true }).ShouldBe(["repositories[0].allow"]);
        Faults("org:acme", closed with { JobsMax = 2, Weight = 3 }).ShouldBe(["repositories[0].allow"]);
    }

    [Fact]
    public void A_run_has_no_more_than_its_repository()
    {
        var rule = new RepositoryRule("acme/shop") { JobsMax = 3, RunJobsMax = 3 };

        Faults("org:acme", rule).ShouldBeEmpty();
        Faults("org:acme", rule with { RunJobsMax = 4 }).ShouldBe(["repositories[0].max_jobs_per_run"]);
    }

    /// <summary>All of them are warnings: a rule that never counts does no harm by itself.</summary>
    private static List<string> Faults(string scope, params RepositoryRule[] rules)
    {
        var pool = TestPolicy.Pool() with { Scopes = [Scope.TryParse(scope)!] };
        var faults = PolicyRules.Check(TestPolicy.Of(pool) with { Repositories = rules });
        faults.ShouldAllBe(fault => fault.IsWarning);
        return [.. faults.Select(fault => fault.Path)];
    }
}
