using Microsoft.Extensions.Logging;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;

namespace Paddock.Providers;

/// <summary>What a provider is given besides its settings.</summary>
/// <param name="Identity">Whose machines are ours: fleet and install.</param>
/// <param name="Archives">Runner archives for images and hosts that have no runner baked in.</param>
/// <param name="StateDirectory">A directory of this provider's own, kept between starts.</param>
public sealed record ProviderServices(
    FleetIdentity Identity, IRunnerArchives Archives, string StateDirectory, TimeProvider Time, ILoggerFactory Loggers);
