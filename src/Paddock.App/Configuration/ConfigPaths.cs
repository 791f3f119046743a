namespace Paddock.App.Configuration;

/// <summary>Where things are when nobody says: the file itself, the state, the admin socket.</summary>
public static class ConfigPaths
{
    public const string Variable = "PADDOCK_CONFIG";

    /// <summary>LXDRunner's own; where it is set and Paddock has no file, it still means what it meant.</summary>
    public const string LxdRunnerVariable = "LXDRCFG";

    public const string FileName = "paddock.yaml";

    public const string SystemFile = "/etc/paddock/paddock.yaml";

    private const string SocketName = "admin.sock";

    /// <summary>
    /// What was asked for, by <c>--config</c> or <c>$PADDOCK_CONFIG</c>, or the first that is there of
    /// <c>./paddock.yaml</c> and <c>/etc/paddock/paddock.yaml</c>, or what <c>$LXDRCFG</c> named for LXDRunner. Null
    /// when there is none of them.
    /// </summary>
    public static string? Find(ConfigRequest request)
    {
        if ((request.Path ?? request.Variable(Variable)) is { } asked)
        {
            return asked;
        }
        return request.Files.Exists(Absolute(request, FileName)) ? FileName
            : request.Files.Exists(SystemFile) ? SystemFile
            : request.Variable(LxdRunnerVariable);
    }

    /// <summary>
    /// <c>$STATE_DIRECTORY</c>, which systemd sets for a unit with <c>StateDirectory=</c>; else <c>/var/lib/paddock</c>
    /// for root and <c>$XDG_STATE_HOME/paddock</c> or <c>~/.local/state/paddock</c> for everyone else.
    /// </summary>
    public static string StateDirectory(ConfigRequest request) =>
        FirstOf(request.Variable("STATE_DIRECTORY"))
        ?? (request.IsRoot ? "/var/lib/paddock"
            : request.Variable("XDG_STATE_HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, "paddock")
            : Path.Combine(request.HomeDirectory, ".local/state/paddock"));

    /// <summary><c>$RUNTIME_DIRECTORY/admin.sock</c> under systemd, else beside the state.</summary>
    public static string AdminSocket(ConfigRequest request, string stateDirectory) =>
        Path.Combine(FirstOf(request.Variable("RUNTIME_DIRECTORY")) ?? stateDirectory, SocketName);

    internal static string Absolute(ConfigRequest request, string path) =>
        Path.GetFullPath(path, request.WorkingDirectory);

    /// <summary>A unit with several directories gets them in one variable, with colons between.</summary>
    private static string? FirstOf(string? directories) =>
        directories?.Split(':', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(Path.IsPathRooted);
}
