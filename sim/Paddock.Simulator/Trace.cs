using System.Globalization;
using Paddock.Core.Facts;
using Paddock.Core.Folding;

namespace Paddock.Simulator;

/// <summary>
/// What a run did, as one number: two runs of one seed, in whatever process, must agree on it. With a writer it also
/// tells the story, line by line.
/// </summary>
public sealed class Trace(TextWriter? story)
{
    private ulong _hash = 14695981039346656037;

    public ulong Hash => _hash;

    public int Facts { get; private set; }

    public void Add(SimTime time, JournalEntry entry)
    {
        Facts++;
        Mix(time.Now);
        Mix(entry.Version);
        Mix(entry.Fact.GetType().Name);
        Mix(entry.Fact.Subject.Key);
        Mix(FactText.Of(entry.Fact));
        story?.WriteLine($"{time.Elapsed:hh\\:mm\\:ss\\.fff} {entry.Fact}");
    }

    public void Say(SimTime time, string what)
    {
        Mix(time.Now);
        Mix(what);
        story?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.Elapsed:hh\\:mm\\:ss\\.fff} -- {what}"));
    }

    private void Mix(string text)
    {
        foreach (var letter in text)
        {
            _hash = (_hash ^ letter) * 1099511628211;
        }
    }

    private void Mix(long number) => _hash = (_hash ^ (ulong)number) * 1099511628211;
}
