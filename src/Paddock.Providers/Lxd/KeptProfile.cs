namespace Paddock.Providers.Lxd;

/// <summary>A profile that Paddock makes, and keeps as it is written here.</summary>
/// <param name="Config">Its keys, such as <c>limits.cpu</c>.</param>
/// <param name="Devices">Its devices, each with its keys.</param>
public sealed record KeptProfile(
    string Name, IReadOnlyDictionary<string, string> Config,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Devices);
