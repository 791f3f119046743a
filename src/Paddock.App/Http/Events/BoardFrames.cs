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
    private byte[] _timeless = [];
    private BoardFrame? _frame;

    /// <summary>Null before the first pass.</summary>
    public BoardFrame? Current()
    {
        if (pictures.Current is not { } picture)
        {
            return null;
        }
        lock (_gate)
        {
            if (_frame is null || !ReferenceEquals(_of, picture))
            {
                Make_NeedsLock(picture);
            }
            return _frame;
        }
    }

    private void Make_NeedsLock(Picture picture)
    {
        _of = picture;
        var jobs = JobBoard.Open(picture, null, RowsMax);
        var runners = RunnerBoard.Open(picture, RowsMax);
        var board = new BoardReply(StatusBoard.Of(picture, Standing.Of(desk)), jobs.Jobs, runners.Runners)
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
