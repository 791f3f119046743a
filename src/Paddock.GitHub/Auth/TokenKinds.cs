using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>What a token's first letters say (GitHub docs, "About authentication to GitHub", token formats).</summary>
internal static class TokenKinds
{
    private const string FineGrained = "github_pat_";
    private const string Installation = "ghs_";

    /// <summary>
    /// Why this token can do nothing at an enterprise; null when it may. GitHub answers such a token with a bare 403 or
    /// 404, which would send the operator looking for a permission that there is not.
    /// </summary>
    public static Fault? Unfit(Scope enterprise, Secret token)
    {
        var kind = token.Reveal() switch
        {
            var text when text.StartsWith(FineGrained, StringComparison.Ordinal) => "a fine-grained token",
            var text when text.StartsWith(Installation, StringComparison.Ordinal) => "an App's token",
            _ => null,
        };
        return kind is null ? null : new Fault(
            FaultKind.Unauthorized,
            $"Connection {enterprise.Connection} has {kind}, and GitHub lets only classic tokens manage the runners of "
            + $"{enterprise}: give it one that has manage_runners:enterprise and repo.");
    }
}
