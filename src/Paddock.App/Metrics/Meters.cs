using Paddock.App.Boards;
using Paddock.App.Composition;
using Paddock.App.Http;
using Paddock.App.Http.Events;

namespace Paddock.App.Metrics;

/// <summary>Every instrument of a running fleet, and the text they are read as.</summary>
internal sealed class Meters : IDisposable
{
    private readonly MetricShelf _shelf;
    private readonly PassMeter _passes;
    private readonly JournalFollower _follower;

    public Meters(FleetDesk desk, Pictures pictures, FleetNews news)
    {
        // First the shelf: what is measured before it listens is not counted.
        _shelf = new MetricShelf(desk.Meter);
        _passes = new PassMeter(desk.Meter, desk.Engine);
        _follower = new JournalFollower(desk, news, new JournalMeter(desk.Meter));
        Web = new WebMeter(desk.Meter);
        FleetMeter.Begin(desk.Meter, pictures);
        GitHubMeter.Begin(desk.Meter, desk.GitHub, desk.Time);
        StoreMeter.Begin(desk.Meter, desk.Store);
        ProcessMeter.Begin(desk.Meter, desk.Version, desk.StartedAt);
    }

    public WebMeter Web { get; }

    /// <summary>Counts what the journal tells until cancelled.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) => _follower.RunAsync(cancellationToken);

    /// <summary><c>/metrics</c>.</summary>
    public Task<Answer> AnswerAsync() => Task.FromResult(new Answer(200, ExpositionText.ContentType, _shelf.Scrape()));

    public void Dispose()
    {
        _passes.Dispose();
        _shelf.Dispose();
    }
}
