using System.Globalization;

namespace Paddock.Providers.Bootstrap;

/// <summary>The user a runner runs as, as the machine's own <c>/etc/passwd</c> has it.</summary>
/// <param name="Name">Empty when the machine has no name for the number.</param>
public sealed record RunnerUser(string Name, int Uid, int Gid, string Home)
{
    /// <summary>
    /// Made where an image has nobody suitable. GitHub's own images give their runner the same number.
    /// </summary>
    public static RunnerUser Default { get; } = new("runner", 1001, 1001, "/home/runner");

    public static RunnerUser Root { get; } = new("root", 0, 0, "/root");

    public bool IsRoot => Uid == 0;

    /// <summary>
    /// Whom an image's <c>User</c> means: a name or number, with or without a group behind a colon. Null when it is a
    /// name the image does not know.
    /// </summary>
    /// <param name="text"><c>runner</c>, <c>1001</c>, <c>runner:docker</c>; empty for root.</param>
    public static RunnerUser? Find(string text, string passwd, string group)
    {
        var parts = text.Split(':', 2);
        var (user, isNumber) = (parts[0], TryNumber(parts[0], out var uid));
        if (user.Length == 0)
        {
            return Root;
        }
        var found = Read(passwd).FirstOrDefault(entry => entry.Name == user || (isNumber && entry.Uid == uid));
        if (found is null)
        {
            // A number needs no name: it runs, and has no home but the root directory.
            found = isNumber ? new RunnerUser("", uid, Gid: 0, "/") : null;
        }
        if (found is null || parts.Length == 1)
        {
            return found;
        }
        return GroupOf(parts[1], group) is { } gid ? found with { Gid = gid } : null;
    }

    /// <summary>The entries of a password file. Lines that are none are skipped, as everybody skips them.</summary>
    public static IEnumerable<RunnerUser> Read(string passwd)
    {
        foreach (var line in passwd.Split('\n'))
        {
            // runner:x:1001:1001:GitHub runner:/home/runner:/bin/bash
            var fields = line.Split(':');
            if (fields.Length >= 6 && TryNumber(fields[2], out var uid) && TryNumber(fields[3], out var gid))
            {
                yield return new RunnerUser(fields[0], uid, gid, fields[5].StartsWith('/') ? fields[5] : "/");
            }
        }
    }

    private static int? GroupOf(string text, string group)
    {
        if (TryNumber(text, out var gid))
        {
            return gid;
        }
        foreach (var line in group.Split('\n'))
        {
            // docker:x:998:runner
            var fields = line.Split(':');
            if (fields.Length >= 3 && fields[0] == text && TryNumber(fields[2], out gid))
            {
                return gid;
            }
        }
        return null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
