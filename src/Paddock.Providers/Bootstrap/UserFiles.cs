namespace Paddock.Providers.Bootstrap;

/// <summary>New content of <c>/etc/passwd</c> and <c>/etc/group</c>.</summary>
internal sealed record UserFiles(string Passwd, string Group)
{
    /// <summary>
    /// Whom a runner that is put in by us runs as: somebody who is there already, or a user that is to be added.
    /// </summary>
    public static (RunnerUser User, UserFiles? Files) ForRunner(string passwd, string group)
    {
        var wanted = RunnerUser.Default;
        var there = RunnerUser.Read(passwd).FirstOrDefault(user => user.Name == wanted.Name || user.Uid == wanted.Uid);
        if (there is not null)
        {
            return (there, null);
        }
        return (wanted, new UserFiles(
            $"{passwd.TrimEnd('\n')}\n{wanted.Name}:x:{wanted.Uid}:{wanted.Gid}::{wanted.Home}:/bin/bash\n",
            $"{group.TrimEnd('\n')}\n{wanted.Name}:x:{wanted.Gid}:\n"));
    }
}
