using System.Text.Json;
using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Composition;

namespace Paddock.App.Http.Events;

/// <summary>Makes the board of each view once, for however many streams look at it.</summary>
internal sealed class BoardFrames(FleetDesk desk, Pictures pictures)
{
    /// <summary>A page cannot show more; the totals tell how many there are.</summary>
    private const int RowsMax = 400;

    private readonly Lock _gate = new();
    private Picture? _of;
    private Undertakings _works = new([]);
    private byte[] _timeless = [];
    private BoardFrame? _frame;

    /// <summary>Null before the first pass.</summary>
    public BoardFrame? Current()
    {
        if (pictures.Current is not { } picture)
        {
            return null;
        }
        var standing = Standing.Of(desk);
        lock (_gate)
        {
            // What providers are at moves on while the fleet itself stands still.
            if (_frame is null || !ReferenceEquals(_of, picture) || !standing.UnderWay.All.SequenceEqual(_works.All))
            {
                Make_NeedsLock(picture, standing);
            }
            return _frame;
        }
    }

    private void Make_NeedsLock(Picture picture, Standing standing)
    {
        (_of, _works) = (picture, standing.UnderWay);
        var jobs = JobBoard.Open(picture, null, RowsMax);
        var runners = RunnerBoard.Open(picture, RowsMax);
        var board = new BoardReply(StatusBoard.Of(picture, standing), jobs.Jobs, runners.Runners)
        {
            JobsTotal = jobs.Total,
            RunnersTotal = runners.Total,
        };
        var timeless = Write(board with { Status = board.Status with { At = default, Seq = 0 } });
        if (_frame is null || !timeless.AsSpan().SequenceEqual(_timeless))
        {
            _timeless = timeless;
            _frame = new BoardFrame((_frame?.Version ?? 0) + 1, Write(board));
        }
    }

    private static byte[] Write(BoardReply board) =>
        JsonSerializer.SerializeToUtf8Bytes(board, ApiJson.Default.BoardReply);
}
