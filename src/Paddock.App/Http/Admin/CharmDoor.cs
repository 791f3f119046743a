using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Boards;

namespace Paddock.App.Http.Admin;

/// <summary>
/// The two paths that scripts of the github-runner charm's manager ask, answered in its shapes. They go the way of
/// <c>/api/v1/runners/check</c> and <c>flush</c>.
/// </summary>
internal sealed class CharmDoor(RunnerAsks asks, Pictures pictures)
{
    public Task<Answer> CheckAsync(HttpContext context)
    {
        if (pictures.Current is not { } picture)
        {
            return Task.FromResult(Problems.NotReady);
        }
        var names = CheckBoard.Of(picture, roundAt: null, only: null).Pools.SelectMany(pool => pool.Names)
            .ToLookup(name => name.Group, name => name.Name);
        List<string> busy = [.. names[CheckBoard.Busy]];
        List<string> online = [.. names[CheckBoard.Idle], .. busy];
        var unknown = names[CheckBoard.Unknown].Count() + names[CheckBoard.Starting].Count();
        return Task.FromResult(Answer.Json(
            new CharmCheckReply(
                online.Count, busy.Count, names[CheckBoard.Offline].Count(), unknown, online, busy),
            ApiJson.Default.CharmCheckReply));
    }

    public async Task<Answer> FlushAsync(HttpContext context)
    {
        var isBusyMeant = context.Text("flush-busy").Equals("true", StringComparison.OrdinalIgnoreCase);
        var (_, by, problem) = await AskBody.ReadAsync(
            context, ApiJson.Default.RunnersRequest, request => request.By);
        var answer = problem ?? await asks.FlushAsync(
            new RunnersRequest(by) { Busy = isBusyMeant }, by!, context.RequestAborted);
        return answer.Status == StatusCodes.Status200OK
            ? Answer.NoContent
            : answer;
    }
}
