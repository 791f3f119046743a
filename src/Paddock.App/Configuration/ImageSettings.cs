using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.App.Configuration;

/// <summary>An image of <c>images:</c>, and when it is built anew.</summary>
/// <param name="Base">The image it begins with, as an offer would write it.</param>
public sealed record ImageSettings(string Name, ProviderName Provider, string Base)
{
    /// <summary>What offers call it.</summary>
    public required string Alias { get; init; }

    /// <summary>Null: the base is to hold nothing more than a runner.</summary>
    public string? ScriptFile { get; init; }

    public int Keep { get; init; } = ImageRecipe.KeepUsual;

    public bool PutsRunner { get; init; } = true;

    /// <summary>Null for the server's own.</summary>
    public string? Compression { get; init; }

    /// <summary>Null: only when somebody asks for it.</summary>
    public RebuildRule? Rebuild { get; init; }

    public ImageRecipe ToRecipe(Scope scope) => new(Alias, Base, scope)
    {
        ScriptFile = ScriptFile, Keep = Keep, PutsRunner = PutsRunner, Compression = Compression,
    };
}

/// <summary>When a running Paddock builds an image anew.</summary>
/// <param name="Every">How old it may become; null for as old as it likes.</param>
/// <param name="Hours">Only then, except where there is no image at all; null for any time.</param>
/// <param name="BeforeEndOfLife">Also before GitHub stops taking the runner that is in it.</param>
public sealed record RebuildRule(TimeSpan? Every, RebuildHours? Hours, bool BeforeEndOfLife);

/// <summary>Hours of every day.</summary>
/// <param name="To">The next day's when it is not later than <paramref name="From"/>.</param>
public sealed record RebuildHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    public bool Contains(DateTimeOffset moment)
    {
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
        return From < To ? local >= From && local < To : local >= From || local < To;
    }
}
