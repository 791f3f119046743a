namespace Paddock.GitHub.Checks;

/// <summary>What GitHub tells of its rights depends on the kind of a credential.</summary>
internal enum CredentialKind
{
    /// <summary>Its permissions come with its token, and the token source compares them.</summary>
    App,

    /// <summary>Its scopes come with every answer.</summary>
    Classic,

    /// <summary>It shows what it may only by doing it.</summary>
    FineGrained,
}
