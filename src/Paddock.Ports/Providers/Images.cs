using Paddock.Core.Model;

namespace Paddock.Ports.Providers;

/// <summary>What an image is to be made of.</summary>
/// <param name="Alias">What offers call it; each build has a name of its own, <c>ALIAS-20261126-170710</c>.</param>
/// <param name="Base">The image to begin with, as an offer would write it.</param>
/// <param name="Scope">Whose downloads list the runner comes from.</param>
public sealed record ImageRecipe(string Alias, string Base, Scope Scope)
{
    public const int KeepUsual = 3;

    /// <summary>A script of the operator's that is run as root; null for none.</summary>
    public string? ScriptFile { get; init; }

    /// <summary>Put GitHub's runner in, so that machines need not unpack it.</summary>
    public bool PutsRunner { get; init; } = true;

    /// <summary>How it is packed, in the server's words, where it packs images at all; null for its own way.</summary>
    public string? Compression { get; init; }

    /// <summary>How many images of this alias stay, the new one included.</summary>
    public int Keep { get; init; } = KeepUsual;

    /// <summary>How long the script may take.</summary>
    public TimeSpan ScriptLimit { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>The parts of a build, in their order.</summary>
public enum BuildStage
{
    Preparing,
    Booting,
    RunningScript,
    PuttingRunner,
    Cleaning,
    Publishing,
    Tidying,
}

/// <summary>What a build says while it is under way.</summary>
public abstract record BuildNews
{
    public sealed record Begun(BuildStage Stage, string Text) : BuildNews;

    /// <summary>A line of the script's output, fit to be shown.</summary>
    public sealed record Line(string Text) : BuildNews;

    /// <summary>Something that is not as it should be, and does not keep the image from being made.</summary>
    public sealed record Warned(string Text) : BuildNews;
}

/// <summary>An image that was made by us.</summary>
/// <param name="Name">Its own: the alias with the time it was built.</param>
/// <param name="RunnerVersion">Of the runner inside; null when none was put in.</param>
/// <param name="IsCurrent">The alias means this one.</param>
/// <param name="IsInUse">Machines were made of it and are still there.</param>
public sealed record BuiltImage(
    string Alias, string Name, string Id, DateTimeOffset BuiltAt, string Base, string? RunnerVersion, long SizeBytes,
    bool IsCurrent, bool IsInUse);

/// <summary>How a build ended.</summary>
public abstract record ImageBuildReply
{
    /// <param name="Deleted">The names of older images that are gone.</param>
    public sealed record Built(BuiltImage Image, IReadOnlyList<string> Deleted) : ImageBuildReply;

    /// <summary>The alias is where it was, and nothing was left.</summary>
    public sealed record Refused(Fault Fault) : ImageBuildReply;
}

/// <summary>The answer to a list: all of ours, or a fault, never a part.</summary>
public abstract record ImageListReply
{
    public sealed record Complete(IReadOnlyList<BuiltImage> Images) : ImageListReply;

    public sealed record Refused(Fault Fault) : ImageListReply;
}

/// <summary>The answer to a prune.</summary>
public abstract record ImagePruneReply
{
    /// <param name="Deleted">The names of what is gone.</param>
    public sealed record Done(IReadOnlyList<string> Deleted) : ImagePruneReply;

    public sealed record Refused(Fault Fault) : ImagePruneReply;
}
