using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>A system whose configuration can be taken over.</summary>
internal enum ForeignSystem
{
    LxdRunner,
    Charm,
}

/// <summary>Tells whose configuration a file is.</summary>
internal static class ForeignSystems
{
    /// <summary>Of the charm: keys of its own besides <c>path</c>, one of which every options file has.</summary>
    private static readonly string[] OfCharm =
        ["containers", "virtual-machines", "quantity", "reconcile-interval", "check-interval", "virt-type", "token"];

    /// <summary>Null for what is Paddock's own, or nobody's.</summary>
    public static ForeignSystem? Of(ConfigNode.Map root) =>
        root.Find("pools") is not null || root.Find("providers") is not null ? null
        : root.Find("runnermap") is not null ? ForeignSystem.LxdRunner
        : CharmOptions.Of(root) is { } options && options.Find("path") is not null
            && OfCharm.Any(key => options.Find(key) is not null) ? ForeignSystem.Charm
        : null;
}
