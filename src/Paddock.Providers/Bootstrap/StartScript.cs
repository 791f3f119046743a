using System.Text;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// What a machine without an init system runs: the runner, and beside it the watch over the machine's lifetime. It is
/// put into the machine together with the ticket, so a machine that was handed none has nothing to run.
/// </summary>
internal static class StartScript
{
    /// <summary>Root's alone: a shell reads its script while it runs, and a job must not be able to write on.</summary>
    public const string Directory = ".paddock";

    public const string File = "start";
    public const string SettingsFile = "settings";
    public const string Path = $"/{Directory}/{File}";

    /// <summary>How long a job may take to stop politely when the lifetime is over.</summary>
    private const int GraceSeconds = 30;

    /// <summary>
    /// The script becomes the runner by <c>exec</c>, so that signals reach <c>run.sh</c>, which passes them on, and so
    /// that nothing is left when the runner ends. The watch stays root where the runner is not: a job can neither stop
    /// nor kill it. A job that kills its own runner ends the machine.
    /// </summary>
    public const string Text =
        $$"""
        #!/bin/sh
        . /.paddock/settings

        {{RegistrationScript.Function}}

        runner=$$
        watch_lifetime() {
            sleep "$lifetime"
            echo "Paddock: the machine's lifetime of $lifetime s is over."
            kill -TERM "$runner"
            sleep "$grace"
            echo "Paddock: the runner did not stop within $grace s."
            kill -KILL "$runner"
            kill -KILL -1
        }
        watch_lifetime &

        if ! cd "$root" || ! [ -x ./run.sh ]; then
            echo "Paddock: there is no $root/run.sh in this image." >&2
            exit 125
        fi
        export HOME="$home" USER="$user" LOGNAME="$user"
        export RUNNER_MANUALLY_TRAP_SIG=1 ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE=1
        if [ "$uid" = 0 ]; then
            export RUNNER_ALLOW_RUNASROOT=1
        fi
        if [ "$drops" != 1 ]; then
            register || exit 125
            exec ./run.sh
        fi

        groups=--clear-groups
        if [ -n "$user" ]; then
            groups=--init-groups
        fi
        if [ -S "$socket" ]; then
            # The socket's group has a number here and, mostly, no name.
            own=$(id -G "$user" 2> /dev/null | tr ' ' ,)
            groups=--groups=${own:-$gid},$(stat -c %g "$socket")
        fi
        register setpriv --reuid="$uid" --regid="$gid" "$groups" --inh-caps=-all || exit 125
        exec setpriv --reuid="$uid" --regid="$gid" "$groups" --inh-caps=-all ./run.sh

        """;

    /// <summary>The values the script reads; nothing in them is secret.</summary>
    /// <param name="dropsRights">The script starts as root and hands over to the runner's user.</param>
    /// <param name="socket">A socket the runner's user must be able to open; null for none.</param>
    public static string Settings(RunnerPlace place, TimeSpan lifetime, bool dropsRights, string? socket)
    {
        var text = new StringBuilder();
        Add("root", place.Root);
        Add("user", place.User.Name);
        Add("uid", place.User.Uid.ToString());
        Add("gid", place.User.Gid.ToString());
        Add("home", place.User.Home);
        Add("lifetime", Math.Max(1, (long)Math.Ceiling(lifetime.TotalSeconds)).ToString());
        Add("grace", GraceSeconds.ToString());
        Add("drops", dropsRights ? "1" : "0");
        Add("socket", socket ?? "");
        return text.ToString();

        void Add(string name, string value) => text.Append(name).Append('=').Append(Quote(value)).Append('\n');
    }

    /// <summary>One word of a POSIX shell, whatever the text holds.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
