using System.Globalization;
using System.Text;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>What can be learned of an instance before it is deleted, or was while it went.</summary>
internal sealed class Postmortem(InstanceCalls instances, Ownership ownership, Departures departures)
{
    /// <summary>A file of one number.</summary>
    private const int ResultCharsMax = 16;

    /// <summary>Null when it is not there and never was, or not ours to look into.</summary>
    public async Task<Diagnosis?> LookAsync(MachineName name, CancellationToken cancellationToken)
    {
        if (!InstanceNames.IsPossible(name.Value))
        {
            return null;
        }
        var there = await instances.FindAsync(name.Value, cancellationToken);
        if (!there.Has(out var found, out _))
        {
            return departures.Find(name);
        }
        return ownership.IsOurs(found.Config) ? await LookAsync(found, cancellationToken) : null;
    }

    /// <summary>
    /// Of one that is on its way out: whatever can be had. What the file says counts; where the file cannot be read any
    /// more, the console's last line does.
    /// </summary>
    public async Task<Diagnosis> LookAsync(InstancePayload instance, CancellationToken cancellationToken)
    {
        var console = await instances.ConsoleAsync(instance.Name, cancellationToken);
        var log = console.Has(out var said, out _) ? said.Content : ReadOnlyMemory<byte>.Empty;
        var result = InstanceReading.HasEnded(instance)
            ? await FileResultAsync(instance.Name, cancellationToken) ?? ResultIn(log.Span)
            : null;
        return new Diagnosis(
            result,
            PlainLog.WithVerdict(
                log.Span, InstanceReading.Read(instance, result).Message, Diagnosis.LogTailBytesMax));
    }

    /// <summary>The exit code of the runner of an instance that has stopped; null when nobody knows.</summary>
    public async Task<int?> ResultAsync(string name, CancellationToken cancellationToken)
    {
        if (await FileResultAsync(name, cancellationToken) is { } result)
        {
            return result;
        }
        var console = await instances.ConsoleAsync(name, cancellationToken);
        return console.Has(out var said, out _) ? ResultIn(said.Content.Span) : null;
    }

    /// <summary>Null also where a job filled the disk, so that nothing could be written any more.</summary>
    private async Task<int?> FileResultAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await instances.PullAsync(name, SystemStart.ResultPath, cancellationToken);
        return answer.Has(out var file, out _) && file.Content.Length <= ResultCharsMax
            ? Number(Encoding.ASCII.GetString(file.Content.Span))
            : null;
    }

    private static int? ResultIn(ReadOnlySpan<byte> log)
    {
        var text = Encoding.UTF8.GetString(log);
        var at = text.LastIndexOf(SystemStart.EndMark, StringComparison.Ordinal);
        return at < 0 ? null : Number(text[(at + SystemStart.EndMark.Length)..].Split('\n')[0]);
    }

    private static int? Number(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
