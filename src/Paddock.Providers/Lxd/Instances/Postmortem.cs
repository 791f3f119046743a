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

    public async Task<Diagnosis> LookAsync(InstancePayload instance, CancellationToken cancellationToken)
    {
        var console = await instances.ConsoleAsync(instance.Name, cancellationToken);
        var log = console.Has(out var said, out _) ? said.Content : ReadOnlyMemory<byte>.Empty;
        var result = InstanceReading.HasEnded(instance)
            ? await ResultAsync(instance, log, cancellationToken)
            : null;
        return new Diagnosis(
            result,
            PlainLog.WithVerdict(
                log.Span, InstanceReading.Read(instance, result).Message, Diagnosis.LogTailBytesMax));
    }

    /// <summary>The exit code of the runner of an instance that has stopped; null when nobody knows.</summary>
    public async Task<int?> ResultAsync(InstancePayload instance, CancellationToken cancellationToken)
    {
        var console = await instances.ConsoleAsync(instance.Name, cancellationToken);
        return await ResultAsync(
            instance, console.Has(out var said, out _) ? said.Content : ReadOnlyMemory<byte>.Empty, cancellationToken);
    }

    /// <summary>
    /// The console's last line says it; whatever a job has forged stands before it. The file does where a later boot
    /// has emptied the console; of an ephemeral instance it is not asked for, because that call waits until the
    /// instance is gone.
    /// </summary>
    private async Task<int?> ResultAsync(
        InstancePayload instance, ReadOnlyMemory<byte> log, CancellationToken cancellationToken)
    {
        var said = ResultIn(log.Span);
        if (said is not null || instance.Ephemeral)
        {
            return said;
        }
        var answer = await instances.PullAsync(instance.Name, SystemStart.ResultPath, cancellationToken);
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
