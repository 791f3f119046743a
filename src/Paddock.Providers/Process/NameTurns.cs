namespace Paddock.Providers.Process;

/// <summary>One at a time per name: two calls about one machine would each find half of what the other does.</summary>
internal sealed class NameTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    public async Task<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (_lock)
        {
            if (!_turns.TryGetValue(name, out turn!))
            {
                _turns[name] = turn = new Turn(this, name);
            }
            turn.Wanted++;
        }
        try
        {
            await turn.Gate.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (--turn.Wanted == 0)
            {
                _turns.Remove(turn.Name);
            }
        }
    }

    private sealed class Turn(NameTurns turns, string name) : IDisposable
    {
        public string Name => name;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Wanted { get; set; }

        public void Dispose()
        {
            Gate.Release();
            turns.Leave(this);
        }
    }
}
