using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Engine;

/// <summary>
/// Where runs come from, asked once for each: the jobs of a matrix begin together and share the answer. What nobody
/// could say is asked again for the next job.
/// </summary>
internal sealed class RunLooks(EngineContext engine, Lanes lanes)
{
    /// <summary>The oldest is forgotten first; it costs one request to ask it again.</summary>
    private const int RunsMax = 1024;

    private readonly Dictionary<RunKey, Task<RunReply>> _looks = [];
    private readonly Queue<RunKey> _byAge = new();

    private readonly record struct RunKey(string Host, long Repository, long Run);

    public async Task<RunReply> LookAsync(Scope scope, JobRow job)
    {
        var key = new RunKey(job.Key.Host, job.Details.Repository.Id, job.Details.RunId);
        if (!_looks.TryGetValue(key, out var look))
        {
            look = AskAsync(scope, job);
            Keep(key, look);
        }
        var reply = await look;
        if (reply is RunReply.Unknown && _looks.GetValueOrDefault(key) == look)
        {
            _looks.Remove(key);
        }
        return reply;
    }

    private void Keep(RunKey key, Task<RunReply> look)
    {
        _looks[key] = look;
        _byAge.Enqueue(key);
        if (_byAge.Count > RunsMax)
        {
            _looks.Remove(_byAge.Dequeue());
        }
    }

    private Task<RunReply> AskAsync(Scope scope, JobRow job) => lanes.Forge(scope, async limit =>
    {
        try
        {
            return await engine.Doors.Forge.LookAtRunAsync(scope, job, limit);
        }
        catch (OperationCanceledException)
        {
            return new RunReply.Unknown(new Fault(FaultKind.Transient, "GitHub did not answer in time."));
        }
    });
}
