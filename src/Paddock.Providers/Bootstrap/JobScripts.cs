namespace Paddock.Providers.Bootstrap;

/// <summary>Scripts of the operator's own that run in every machine, by the files they are read from.</summary>
/// <param name="SetupFile">Runs as root before the runner starts; if it fails, the machine has failed.</param>
/// <param name="PreJobFile">Runs as the runner's user before each job; that it fails is only logged.</param>
public sealed record JobScripts(string? SetupFile = null, string? PreJobFile = null);
