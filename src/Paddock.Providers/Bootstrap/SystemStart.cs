using System.Globalization;
using System.Text;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// How a runner is started on a machine with systemd, which watches over its lifetime and powers the machine off when
/// it ends. The unit is there before the machine is started, or is started by hand where it cannot be; it unpacks the
/// <see cref="Parcel"/>, and without one nothing runs.
/// </summary>
internal static class SystemStart
{
    public const string UnitName = "paddock-runner.service";
    public const string UnitPath = $"/etc/systemd/system/{UnitName}";

    /// <summary>What makes the unit start with the machine.</summary>
    public const string WantsPath = $"/etc/systemd/system/multi-user.target.wants/{UnitName}";

    /// <summary>Below neither /run nor /tmp, which are made anew when the machine starts.</summary>
    public const string ParcelPath = "/.paddock.parcel";

    /// <summary>The runner's archive as GitHub gives it, where the image has no runner.</summary>
    public const string ArchivePath = "/.paddock.tar.gz";

    /// <summary>How the runner ended, for whoever looks into a machine that has powered off.</summary>
    public const string ResultPath = $"/{StartScript.Directory}/result";

    private const string SetupPath = $"/{StartScript.Directory}/setup";
    private const string PreJobPath = $"/{StartScript.Directory}/pre-job";
    private const string HookPath = $"/{StartScript.Directory}/job-started.sh";
    private const string EnvironmentPath = $"/{StartScript.Directory}/environment";

    /// <summary>The last line on the console; the number is the runner's exit code.</summary>
    public const string EndMark = "Paddock: the runner has ended:";

    /// <summary>How long a boot may take before the unit's turn comes; then the machine is of no use.</summary>
    private const int BootSeconds = 300;

    /// <summary>
    /// How long a job may take to stop politely when the lifetime is over; not longer than it lived.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// systemd itself ends the runner when the lifetime is over, and the machine when the runner is: neither a job nor
    /// a signal from it stands between. An orderly shutdown would only cost time; nothing of the machine is kept.
    /// </summary>
    /// <param name="lifetime">From the start of the unit on.</param>
    /// <param name="gainsRights">Jobs may use sudo.</param>
    public static string Unit(TimeSpan lifetime, bool gainsRights) =>
        $"""
        [Unit]
        Description=Runner of GitHub Actions, for one job
        Wants=network-online.target
        After=network-online.target
        JobTimeoutSec={BootSeconds}
        JobTimeoutAction=poweroff-force
        SuccessAction=poweroff-force
        FailureAction=poweroff-force

        [Service]
        Type=exec
        ExecStartPre=tar -xpf {ParcelPath} -C / --numeric-owner
        ExecStartPre=rm {ParcelPath}
        ExecStart=/bin/sh /{StartScript.Directory}/start
        ExecStopPost=/bin/sh /{StartScript.Directory}/end
        RuntimeMaxSec={Seconds(lifetime)}
        TimeoutStartSec={BootSeconds}
        TimeoutStopSec={Seconds(lifetime < Grace ? lifetime : Grace)}
        KillMode=mixed
        NoNewPrivileges={(gainsRights ? "no" : "yes")}
        StandardOutput=journal+console
        StandardError=journal+console

        [Install]
        WantedBy=multi-user.target

        """;

    /// <summary>What is in the parcel besides the ticket.</summary>
    public static void Pack(Parcel parcel, SystemStartSettings settings)
    {
        parcel.AddProgram($"/{StartScript.Directory}/start", StartText);
        parcel.AddProgram($"/{StartScript.Directory}/end", EndText);
        parcel.Add($"/{StartScript.Directory}/{StartScript.SettingsFile}", SettingsText(settings));
        parcel.Add(EnvironmentPath, EnvironmentText(settings));
        if (settings.Setup is { } setup)
        {
            parcel.AddProgram(SetupPath, setup);
        }
        if (settings.PreJob is { } preJob)
        {
            parcel.AddProgram(PreJobPath, preJob);
            parcel.AddProgram(HookPath, HookText);
        }
        if (settings.UserFiles is { } files)
        {
            parcel.Add("/etc/passwd", files.Passwd);
            parcel.Add("/etc/group", files.Group);
            parcel.AddDirectory(settings.Place.User.Home, settings.Place.User);
        }
        if (!settings.HasRunner)
        {
            parcel.AddDirectory(settings.Place.Root, settings.Place.User);
        }
    }

    /// <summary>
    /// The setup script is the operator's own and runs with root's rights; the runner and its registration run with
    /// those of its user alone.
    /// </summary>
    private const string StartText =
        $$"""
        #!/bin/sh
        set -a
        . {{EnvironmentPath}}
        set +a

        # After the operator's variables, which may be called anything: what is ours counts.
        . /{{StartScript.Directory}}/{{StartScript.SettingsFile}}

        {{RegistrationScript.Function}}

        fail() {
            echo "Paddock: $1" >&2
            exit 125
        }

        # For whoever logs in or uses sudo, too.
        { echo; cat {{EnvironmentPath}}; } >> /etc/environment
        if [ -n "$mirror" ] && ! [ -e /etc/docker/daemon.json ]; then
            mkdir -p /etc/docker
            printf '{"registry-mirrors": ["%s"]}\n' "$mirror" > /etc/docker/daemon.json
            systemctl try-restart docker.service 2> /dev/null
        fi
        if [ "$sudo" = 1 ] && [ -d /etc/sudoers.d ]; then
            printf '#%s ALL=(ALL) NOPASSWD: ALL\n' "$uid" > /etc/sudoers.d/paddock
            chmod 0440 /etc/sudoers.d/paddock
        fi

        groups=--clear-groups
        if [ -n "$user" ]; then
            groups=--init-groups
        fi
        as_runner() {
            setpriv --reuid="$uid" --regid="$gid" "$groups" --inh-caps=-all "$@"
        }
        if [ -e {{ArchivePath}} ]; then
            chown "$uid:$gid" {{ArchivePath}}
            as_runner tar -xzf {{ArchivePath}} -C "$root" --no-same-owner ||
                fail "the runner's archive cannot be unpacked to $root."
            rm -f {{ArchivePath}}
        fi
        if [ -e {{SetupPath}} ]; then
            {{SetupPath}} || fail "the setup script ended with $?."
        fi

        if ! cd "$root" || ! [ -x ./run.sh ]; then
            fail "there is no $root/run.sh in this image."
        fi
        export HOME="$home" USER="$user" LOGNAME="$user"
        export RUNNER_MANUALLY_TRAP_SIG=1 ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE=1
        if [ -e {{HookPath}} ]; then
            export ACTIONS_RUNNER_HOOK_JOB_STARTED={{HookPath}}
        fi
        if [ "$uid" = 0 ]; then
            export RUNNER_ALLOW_RUNASROOT=1
        fi
        register as_runner || exit 125
        exec setpriv --reuid="$uid" --regid="$gid" "$groups" --inh-caps=-all ./run.sh

        """;

    private const string EndText =
        $$"""
        #!/bin/sh
        if [ "$SERVICE_RESULT" = timeout ]; then
            . /{{StartScript.Directory}}/{{StartScript.SettingsFile}}
            echo "Paddock: the machine's lifetime of $lifetime s is over."
        fi
        code=$EXIT_STATUS
        case $code in
            '' | *[!0-9]*) code=137 ;;
        esac
        echo "$code" > {{ResultPath}}
        echo "{{EndMark}} $code"

        """;

    /// <summary>GitHub lets a hook's failure fail the job; an operator's addition is not to.</summary>
    private const string HookText =
        $$"""
        #!/bin/sh
        {{PreJobPath}} || echo "The pre-job script failed with $?; the job goes on."

        """;

    private static string SettingsText(SystemStartSettings settings)
    {
        var (place, text) = (settings.Place, new StringBuilder());
        Add("root", place.Root);
        Add("user", place.User.Name);
        Add("uid", place.User.Uid.ToString(CultureInfo.InvariantCulture));
        Add("gid", place.User.Gid.ToString(CultureInfo.InvariantCulture));
        Add("home", place.User.Home);
        Add("lifetime", Seconds(settings.Lifetime));
        Add("mirror", settings.RegistryMirror?.AbsoluteUri.TrimEnd('/') ?? "");
        Add("sudo", settings.Sudo ? "1" : "0");
        return text.ToString();

        void Add(string name, string value) =>
            text.Append(name).Append('=').Append(StartScript.Quote(value)).Append('\n');
    }

    private static string EnvironmentText(SystemStartSettings settings)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in settings.Variables())
        {
            text.Append(name).Append('=').Append(StartScript.Quote(value)).Append('\n');
        }
        return text.ToString();
    }

    private static string Seconds(TimeSpan span) =>
        Math.Max(1, (long)Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
