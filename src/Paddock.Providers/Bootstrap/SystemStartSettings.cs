using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Bootstrap;

/// <summary>What the start of one machine with systemd depends on. Nothing in it is secret.</summary>
/// <param name="HasRunner">The image has a runner at the place; otherwise it is unpacked there.</param>
/// <param name="UserFiles">What <c>/etc</c> needs so that the runner's user exists; null when it does.</param>
internal sealed record SystemStartSettings(
    RunnerPlace Place, TimeSpan Lifetime, bool HasRunner, UserFiles? UserFiles)
{
    public bool Sudo { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public Uri? RegistryMirror { get; init; }

    /// <summary>The setup script's text; null for none.</summary>
    public string? Setup { get; init; }

    /// <summary>The text of the script before each job; null for none.</summary>
    public string? PreJob { get; init; }

    public required MachineTags Tags { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>
    /// What every runner gets beside the operator's own variables: whose it is, for scripts, and the mirror under the
    /// names that workflows written for the charm look for.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() =>
    [
        new("PADDOCK_MACHINE", Tags.Machine.Value), new("PADDOCK_POOL", Tags.Pool.Value),
        new("PADDOCK_SCOPE", Scope.ToString()),
        .. RegistryMirror is { } mirror
            ? (KeyValuePair<string, string>[])
            [
                new("DOCKERHUB_MIRROR", mirror.AbsoluteUri), new("CONTAINER_REGISTRY_URL", mirror.AbsoluteUri),
            ]
            : [],
        .. Environment,
    ];
}
