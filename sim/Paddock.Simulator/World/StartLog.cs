namespace Paddock.Simulator.World;

/// <summary>
/// Every start that an engine asks for, as it is sent and as the engine hears the answer: a ticket of a scope, a
/// machine of a provider. Nobody hears answers that are under way when the engine dies.
/// </summary>
public sealed class StartLog
{
    /// <summary>The place, and the name of what is to be started.</summary>
    public event Action<string, string>? Asked;

    /// <summary>With whether it was accepted; a caller whose patience ended hears no.</summary>
    public event Action<string, string, bool>? Answered;

    public void Ask(string place, string name) => Asked?.Invoke(place, name);

    /// <summary>
    /// Waits for the answer, also where what is asked for is no start: it speaks for the place as well.
    /// </summary>
    public async Task<TReply> WatchAsync<TReply>(
        string place, string name, Func<TReply, bool> isAccepted, Func<Task<TReply>> ask)
    {
        var isGranted = false;
        try
        {
            var reply = await ask();
            isGranted = isAccepted(reply);
            return reply;
        }
        finally
        {
            Answered?.Invoke(place, name, isGranted);
        }
    }
}
