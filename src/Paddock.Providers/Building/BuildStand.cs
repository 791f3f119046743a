using Paddock.Ports.Providers;

namespace Paddock.Providers.Building;

/// <summary>How far the build is that is under way, for whoever ordered it and for everybody who looks.</summary>
internal sealed class BuildStand(TimeProvider time)
{
    private static readonly int Stages = Enum.GetValues<BuildStage>().Length;

    private volatile Undertaking? _now;

    public IReadOnlyList<Undertaking> UnderWay => _now is { } now ? [now] : [];

    /// <summary>What tells the caller of a build and everybody else; to be disposed of when it has ended.</summary>
    public Teller Begin(ImageRecipe recipe, Action<BuildNews> tell) => new(this, recipe, tell, time.GetUtcNow());

    internal sealed class Teller(
        BuildStand stand, ImageRecipe recipe, Action<BuildNews> tell, DateTimeOffset since) : IDisposable
    {
        private readonly Lock _lock = new();

        public void Begin(BuildStage stage, string text)
        {
            stand._now = new Undertaking(
                $"image {recipe.Alias} is being built ({text})", [recipe.Alias], (int)stage, Stages, "steps", since);
            Tell(new BuildNews.Begun(stage, text));
        }

        public void Line(string text) => Tell(new BuildNews.Line(text));

        public void Warn(string text) => Tell(new BuildNews.Warned(text));

        public void Dispose() => stand._now = null;

        private void Tell(BuildNews news)
        {
            lock (_lock)
            {
                tell(news);
            }
        }
    }
}
