using System.Globalization;
using Paddock.Core.Model;

namespace Paddock.Ports.Providers;

/// <summary>
/// What every machine wears, as labels <c>paddock.{fleet,install,pool,machine,generation,deadline}</c> (decision D7).
/// Fleet and install together say whose it is; a machine of our fleet name with another install nonce is another
/// installation's and is never touched.
/// </summary>
public sealed record MachineTags(
    string Fleet, string Install, PoolName Pool, MachineName Machine, int Generation, DateTimeOffset Deadline)
{
    public const string FleetKey = "paddock.fleet";
    public const string InstallKey = "paddock.install";
    public const string PoolKey = "paddock.pool";
    public const string MachineKey = "paddock.machine";
    public const string GenerationKey = "paddock.generation";
    public const string DeadlineKey = "paddock.deadline";

    /// <summary>
    /// All tags as key and value. The deadline is in seconds since 1970, which every provider's charset takes.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs() =>
    [
        new(FleetKey, Fleet),
        new(InstallKey, Install),
        new(PoolKey, Pool.Value),
        new(MachineKey, Machine.Value),
        new(GenerationKey, Generation.ToString()),
        new(DeadlineKey, Deadline.ToUnixTimeSeconds().ToString()),
    ];

    /// <summary>What a machine wears as its generation; the first, where it wears none that can be read.</summary>
    /// <param name="tags">As the provider lists them.</param>
    /// <param name="prefix">What the provider writes before each key.</param>
    public static int GenerationOf(IReadOnlyDictionary<string, string>? tags, string prefix = "") =>
        int.TryParse(
            tags?.GetValueOrDefault(prefix + GenerationKey), NumberStyles.None, CultureInfo.InvariantCulture,
            out var generation)
            ? generation
            : 1;
}

/// <summary>What to make: exactly one offer (decision D26).</summary>
/// <param name="Lifetime">
/// How long it may run from now, then it ends by itself. A duration, because the clock of whoever planned it, of this
/// host and of the machine may differ; the deadline among the tags is for people and for sweeps.
/// </param>
/// <param name="MustExist">
/// The ticket is for a blank machine that is there already; if it is not, nothing is made. Without this a request that
/// is carried out late, after we had given the machine up and deleted it, would make it anew.
/// </param>
public sealed record MachineSpec(
    MachineName Name, MachineTags Tags, Offer Offer, Scope Scope, TimeSpan Lifetime, bool MustExist = false);

/// <summary>A machine as the provider lists it, ours by its tags.</summary>
public sealed record ListedMachine(
    MachineName Name, MachinePhase Phase, int? ExitCode, string Message, int Generation = 1);

/// <summary>The answer to an ensure.</summary>
public abstract record EnsureReply
{
    /// <param name="Adopted">It was there already, made by an earlier call whose reply was lost.</param>
    public sealed record Done(bool Adopted) : EnsureReply;

    /// <summary>
    /// With <c>Ambiguous</c> nobody knows whether it was made; with any other kind it certainly was not.
    /// </summary>
    public sealed record Refused(Fault Fault) : EnsureReply;
}

/// <summary>The answer to a list: everything of ours, or a fault, never a part.</summary>
/// <remarks>
/// <c>Foreign</c> counts machines of our fleet's name and another installation, to be shown and left alone.
/// </remarks>
public abstract record MachineListReply
{
    public sealed record Complete(IReadOnlyList<ListedMachine> Machines, int Foreign) : MachineListReply;

    public sealed record Refused(Fault Fault) : MachineListReply;
}

/// <summary>The answer to a deletion.</summary>
public abstract record DeleteReply
{
    /// <summary>It is not there any more, or never was.</summary>
    public sealed record Gone : DeleteReply;

    /// <summary>The provider is at it; ask again.</summary>
    public sealed record UnderWay : DeleteReply;

    public sealed record Refused(Fault Fault) : DeleteReply;
}

/// <summary>News from a provider that pushes.</summary>
public abstract record MachineEvent
{
    public sealed record Seen(ListedMachine Machine) : MachineEvent;

    public sealed record Gone(MachineName Name) : MachineEvent;

    /// <summary>Events may have been missed: list now.</summary>
    public sealed record Gap : MachineEvent;
}

/// <summary>What can still be learned about a machine before it is deleted.</summary>
/// <param name="LogTail">The end of its console, at most so many bytes of UTF-8.</param>
public sealed record Diagnosis(int? ExitCode, string LogTail)
{
    public const int LogTailBytesMax = 64 * 1024;
}

/// <summary>Something <c>Validate</c> found. An error keeps Paddock from starting; a warning is shown.</summary>
public sealed record Finding(bool IsError, string Message, string Remedy)
{
    public static Finding Error(string message, string remedy) => new(IsError: true, message, remedy);

    public static Finding Warning(string message, string remedy) => new(IsError: false, message, remedy);
}
