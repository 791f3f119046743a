using System.Globalization;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>
/// One machine on disk. All that is known of it is in its files, so that it survives whoever made it:
/// <c>tags.json</c> whose it is, <c>claim</c> which process runs it, <c>exit</c> how that ended, <c>log</c> what it
/// said, <c>runner/</c> the runner itself.
/// </summary>
internal sealed class MachineFolder(string path)
{
    private const string ClaimFile = "claim";
    private const string ExitFile = "exit";
    private const string RunnerFolder = "runner";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    public string Runner => At(RunnerFolder);

    public string Keeper => At(KeeperScript.Name);

    public bool Exists => Directory.Exists(path);

    public bool IsClaimed => File.Exists(At(ClaimFile));

    public string At(string name) => System.IO.Path.Combine(path, name);

    /// <summary>Null for a directory that no Paddock made.</summary>
    public MachineTags? ReadTags() =>
        ReadIfThere(At(TagFile.Name)) is { } text && TagFile.TryParse(text) is { } tags
            && tags.Machine.Value == System.IO.Path.GetFileName(path)
                ? tags
                : null;

    public Claim? ReadClaim() => ReadText(ClaimFile) is { } text ? Claim.Parse(text) : null;

    /// <summary>From here on no keeper starts; returns the claim that holds, which may be an earlier one.</summary>
    public Claim ClaimForDeletion()
    {
        try
        {
            using var file = new FileStream(At(ClaimFile), FileMode.CreateNew, FileAccess.Write);
            file.Write(System.Text.Encoding.UTF8.GetBytes(Claim.OfDeletion));
        }
        catch (IOException) when (IsClaimed)
        {
            // Somebody was first.
        }
        return ReadClaim() ?? new Claim("", Keeper: null);
    }

    public ListedMachine Look(MachineTags tags)
    {
        var claim = ReadClaim();
        if (claim is null)
        {
            return Listed(MachinePhase.Creating, null, "not started yet");
        }
        var exit = ReadExit();
        if (exit is null && claim.IsAlive)
        {
            return Listed(MachinePhase.Running, null, "");
        }

        // A keeper's last act is to write the exit code; it may have done so since we looked.
        exit ??= ReadExit();
        return exit switch
        {
            null => Listed(MachinePhase.Failed, null, "killed from outside, or the host was restarted"),
            KeeperScript.TimeUp => Listed(MachinePhase.Finished, exit, "its lifetime was over"),
            _ => Listed(MachinePhase.Finished, exit, ""),
        };

        ListedMachine Listed(MachinePhase phase, int? code, string message) =>
            new(tags.Machine, phase, code, message, tags.Generation);
    }

    /// <summary>Puts the ticket where the runner looks for it, readable by its user only.</summary>
    public void PutTicket(Ticket ticket)
    {
        foreach (var file in ticket.Files)
        {
            var target = System.IO.Path.Combine(Runner, file.Name);
            File.Delete(target);
            WriteOwn(target, System.Text.Encoding.UTF8.GetBytes(file.Content.Reveal()));
        }
    }

    public void PutTags(MachineTags tags) => WriteOwn(At(TagFile.Name), TagFile.Write(tags));

    public void PutKeeper() => WriteOwn(Keeper, System.Text.Encoding.UTF8.GetBytes(KeeperScript.Text));

    public int? ReadExit() =>
        int.TryParse(ReadText(ExitFile)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;

    private static void WriteOwn(string target, byte[] content)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Own,
        };
        using var file = new FileStream(target, options);
        file.Write(content);
    }

    private string? ReadText(string name) =>
        ReadIfThere(At(name)) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private static byte[]? ReadIfThere(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
