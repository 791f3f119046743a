using Paddock.Core.Model;

namespace Paddock.GitHub.Checks;

/// <summary>A scope that can be looked at, since GitHub takes the credential for it.</summary>
/// <param name="Identity">Who asks: <c>github.com/user:alice</c>.</param>
/// <param name="OAuthScopes">What a classic token may; null for other credentials.</param>
internal sealed record ScopeSight(Scope Scope, string Identity, IReadOnlyList<string>? OAuthScopes);

/// <summary>What a look at a connection came to.</summary>
/// <param name="Usable">The scopes whose own checks make sense.</param>
public sealed record ConnectionSight(IReadOnlyList<CheckFinding> Findings, IReadOnlyList<Scope> Usable);
