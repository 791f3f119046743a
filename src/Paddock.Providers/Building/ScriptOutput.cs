using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Building;

/// <summary>What a script says: told as it comes, and its end remembered for whoever asks why it failed.</summary>
internal sealed class ScriptOutput
{
    private const int TailLines = 5;

    private readonly Queue<string> _tail = new();
    private readonly LineCutter _cutter;

    public ScriptOutput(Action<string> tell) => _cutter = new LineCutter(line =>
    {
        tell(line);
        _tail.Enqueue(line);
        while (_tail.Count > TailLines)
        {
            _tail.Dequeue();
        }
    });

    public void Take(ReadOnlyMemory<byte> bytes) => _cutter.Take(bytes.Span);

    /// <summary>Nothing more comes.</summary>
    public void Finish() => _cutter.Finish();

    /// <summary>Null for a script that succeeded.</summary>
    public Fault? FaultOf(ImageRecipe recipe, int code) => code == 0 ? null : new Fault(
        FaultKind.InvalidSpec,
        $"The script {recipe.ScriptFile} ended with exit code {code}. It said last: {string.Join(" | ", _tail)}");
}
