using Paddock.App.Configuration.Reading;
using Paddock.Core.Labels;

namespace Paddock.App.Cli.Lint;

/// <summary>What a job of a workflow asks for; of a matrix each different wish once.</summary>
/// <param name="Job">Its key below <c>jobs:</c>; null for labels that were given by hand.</param>
/// <param name="Place">Where its <c>runs-on</c> is.</param>
internal abstract record JobWish(string? Job, ConfigPlace Place)
{
    internal sealed record Clear(string? Job, ConfigPlace Place, LabelSet Labels, string? Group = null)
        : JobWish(Job, Place);

    /// <param name="Why">What would have to be known: a sentence.</param>
    internal sealed record Unclear(string? Job, ConfigPlace Place, string Why) : JobWish(Job, Place);
}
