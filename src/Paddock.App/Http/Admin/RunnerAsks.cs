using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Composition;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.App.Http.Admin;

/// <summary>
/// What keepers of pools ask: is everything there, look now, replace what is there. A flush is stored as a fact before
/// it is answered. A round is not: it changes nothing by itself, and after a restart everything is listed anyway.
/// </summary>
internal sealed class RunnerAsks(FleetDesk desk, Pictures pictures)
{
    /// <summary>So many entries of the journal are looked through for what has changed.</summary>
    private const int ChangesMax = 20_000;

    public async Task<Answer> CheckAsync(HttpContext context)
    {
        // Before the picture: what the round brought is then in it.
        var roundAt = desk.Engine.RoundAt;
        var (picture, pool, problem) = Find(context.Text("pool"));
        if (picture is null)
        {
            return problem!;
        }
        var reply = CheckBoard.Of(picture, roundAt, pool);
        var since = context.Text("since");
        if (since.Length == 0)
        {
            return Answer.Json(reply, ApiJson.Default.RunnersCheckReply);
        }
        if (!long.TryParse(since, out var seq) || seq < 0)
        {
            return Problems.BadQuery("since", since, "Use the number of an entry of the journal.");
        }
        var entries = await desk.Store.ReadSinceAsync(seq, ChangesMax, context.RequestAborted);
        var changes = ChangeBoard.Of(entries, isWhole: entries.Count < ChangesMax);
        return Answer.Json(reply with { Changes = changes }, ApiJson.Default.RunnersCheckReply);
    }

    public async Task<Answer> ReconcileAsync(HttpContext context)
    {
        var (asked, _, problem) = await AskBody.ReadAsync(
            context, ApiJson.Default.RunnersRequest, request => request.By);
        if (problem is null)
        {
            (_, _, problem) = Find(asked?.Pool ?? "");
        }
        if (problem is not null)
        {
            return problem;
        }
        var seq = desk.Engine.View!.Snapshot.Seq;
        return Answer.Json(
            new RunnersAskedReply("GitHub and the providers are listed now", desk.Engine.AskRound(), seq, [], []),
            ApiJson.Default.RunnersAskedReply);
    }

    public async Task<Answer> FlushAsync(HttpContext context)
    {
        var (asked, by, problem) = await AskBody.ReadAsync(
            context, ApiJson.Default.RunnersRequest, request => request.By);
        return problem ?? await FlushAsync(asked ?? new RunnersRequest(by), by!, context.RequestAborted);
    }

    public async Task<Answer> FlushAsync(RunnersRequest asked, string by, CancellationToken cancellationToken)
    {
        var (picture, only, problem) = Find(asked.Pool ?? "");
        if (picture is null)
        {
            return problem!;
        }
        var check = CheckBoard.Of(picture, roundAt: null, only);
        var (at, epoch) = (desk.Engine.Now, picture.View.Snapshot.Epoch);
        await desk.Store.ObserveAsync(
            new Report(
            [
                .. check.Pools.Select(pool => new FlushAsked(at, PoolName.Of(pool.Pool), epoch, asked.Busy, by)),
            ]),
            cancellationToken);
        desk.Engine.Ring();
        var names = check.Pools.SelectMany(pool => pool.Names).ToLookup(name => name.Group, name => name.Name);
        List<string> going =
        [
            .. names[CheckBoard.Idle], .. names[CheckBoard.Blank], .. names[CheckBoard.Starting],
            .. names[CheckBoard.Offline],
        ];
        List<string> busy = [.. names[CheckBoard.Busy]];
        return Answer.Json(
            new RunnersAskedReply(Promise(going.Count, busy.Count), at, picture.View.Snapshot.Seq, going, busy),
            ApiJson.Default.RunnersAskedReply);
    }

    private static string Promise(int going, int busy) =>
        $"{going} {(going == 1 ? "goes" : "go")} now"
        + (busy == 0 ? "" : $", {busy} busy {(busy == 1 ? "one goes after its job" : "ones go after their jobs")}");

    /// <summary>The picture, and the pool that was named in it; or the problem to answer with.</summary>
    private (Picture? Picture, PoolName? Pool, Answer? Problem) Find(string name)
    {
        if (pictures.Current is not { } picture)
        {
            return (null, null, Problems.NotReady);
        }
        if (name.Length == 0)
        {
            return (picture, null, null);
        }
        return picture.View.Policy.Pool(PoolName.Of(name)) is { } pool
            ? (picture, pool.Name, null)
            : (null, null, Problems.NoSuchPool(name, [.. picture.View.Policy.Pools.Select(row => row.Name.Value)]));
    }
}
