namespace Paddock.Providers.Process;

/// <summary>
/// Who runs a machine: the keeper's process, or a deletion that came first. Made once per machine and never changed.
/// </summary>
/// <param name="Boot">
/// The kernel's boot id at the time: after a restart of the host every number means something else.
/// </param>
/// <param name="Keeper">Null when a deletion has it: no keeper will start here any more.</param>
internal sealed record Claim(string Boot, ProcessStat? Keeper)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Boot id, then the stat line of the keeper.</summary>
    public static Claim Parse(string text)
    {
        var lines = text.Split('\n');
        return new Claim(lines[0], lines.Length > 1 ? ProcessStat.TryParse(lines[1]) : null);
    }

    public static string OfDeletion => $"{ThisBoot()}\ndeleted\n";

    /// <summary>Is that very process still there?</summary>
    public bool IsAlive => Keeper is { } keeper && Boot == ThisBoot()
        && ProcessStat.Read(keeper.Id) is { IsAlive: true } now && now.StartedAt == keeper.StartedAt;

    private static string ThisBoot() => File.ReadAllText(BootFile).Trim();
}
