using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>
/// Runners as child processes of this host, each in a directory and process group of its own. For demonstrations and
/// development: jobs run as the user Paddock runs as and see everything that user sees.
/// </summary>
public sealed record ProcessSettings(ProviderName Name) : ProviderSettings(Name)
{
    public override string Kind => "process";

    public override bool SharesHostNetwork => true;

    /// <summary>Where the runners' directories are made; null for the provider's state directory.</summary>
    public string? Directory { get; init; }

    /// <summary>
    /// Variables every runner gets besides the few it takes over from Paddock (<see cref="RunnerEnvironment"/>).
    /// Visible to jobs, so no place for secrets.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public override ProviderTraits Traits => new(
        HoldsBlanks: false, Watches: true, Diagnoses: true, Settle: TimeSpan.FromSeconds(5), CallsMax: 16,
        EnsureLimit: TimeSpan.FromMinutes(5));
}
