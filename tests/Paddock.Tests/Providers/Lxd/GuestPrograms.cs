using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Globalization;
using System.Text.RegularExpressions;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>
/// What runs inside of the stand-in's guests, as far as it shows outside: cloud-init, systemd with our unit, and a
/// runner that stays if its configuration can be read, and goes if not.
/// </summary>
internal sealed partial class GuestPrograms(TimeProvider time) : IDisposable
{
    private const string UnitPath = "/etc/systemd/system/paddock-runner.service";
    private const string WantsPath = "/etc/systemd/system/multi-user.target.wants/paddock-runner.service";
    private const string ParcelPath = "/.paddock.parcel";

    private readonly ConcurrentBag<ITimer> _timers = [];
    private readonly HashSet<(string Name, int Boots)> _active = [];

    /// <summary>Machines whose runner was started, as often as it was.</summary>
    public ConcurrentQueue<string> Started { get; } = new();

    /// <summary>The exit code of the command that starts the unit by hand.</summary>
    public int StartCode { get; set; }

    public void MoveInto(StandingLxd lxd)
    {
        lxd.Booted = Boot;
        lxd.Executes = call =>
        {
            if (StartCode == 0)
            {
                StartUnit(lxd.Guest(call.Instance));
            }
            return new ExecReply(StartCode);
        };
    }

    public void Dispose()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
    }

    private void Boot(Guest guest)
    {
        if (guest.Config.GetValueOrDefault("cloud-init.user-data") is { } data && OnActive().Match(data) is var match)
        {
            After(match.Groups[1].Value, guest, guest.PowerOff);
        }
        if (guest.Files.ContainsKey(WantsPath))
        {
            StartUnit(guest);
        }
    }

    private void StartUnit(Guest guest)
    {
        // A unit that is active is not started again.
        if (_active.Contains((guest.Name, guest.Boots))
            || !guest.Files.TryGetValue(UnitPath, out var unit) || !guest.Files.TryGetValue(ParcelPath, out var parcel))
        {
            return;
        }
        _active.Add((guest.Name, guest.Boots));
        Unpack(guest, parcel.Content);
        guest.Remove(ParcelPath);
        Started.Enqueue(guest.Name);
        var ticket = guest.Files.First(pair => pair.Key.EndsWith("/.runner", StringComparison.Ordinal)).Value.Text;
        guest.Print("Listening for Jobs\n");
        if (ticket.Contains("AgentId", StringComparison.Ordinal))
        {
            After(RuntimeMax().Match(unit.Text).Groups[1].Value, guest, () => End(guest, 143));
        }
        else
        {
            End(guest, 0);
        }
    }

    public static void End(Guest guest, int code)
    {
        guest.Write("/.paddock/result", $"{code}\n");
        guest.Print($"Paddock: the runner has ended: {code}\n");
        guest.PowerOff();
    }

    private static void Unpack(Guest guest, byte[] parcel)
    {
        using var tar = new TarReader(new MemoryStream(parcel));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile)
            {
                using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
                var mode = "0" + Convert.ToString((int)entry.Mode, 8);
                guest.Write("/" + entry.Name.TrimStart('/'), reader.ReadToEnd(), mode);
            }
        }
    }

    private void After(string seconds, Guest guest, Action end)
    {
        var boot = guest.Boots;
        var span = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
        _timers.Add(time.CreateTimer(
            _ =>
            {
                if (guest is { IsKnown: true, Power: Power.Running } && guest.Boots == boot)
                {
                    end();
                }
            },
            null, span, Timeout.InfiniteTimeSpan));
    }

    [GeneratedRegex("--on-active=([0-9]+)")]
    private static partial Regex OnActive();

    [GeneratedRegex("(?m)^RuntimeMaxSec=([0-9]+)$")]
    private static partial Regex RuntimeMax();
}
