using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Building;

/// <summary>
/// What runs inside of a builder, for <c>/bin/sh -c</c>. Whoever may hear a server's events reads it: nothing in it is
/// secret.
/// </summary>
internal static class BuildTexts
{
    /// <summary>Gone when the image is published, as is everything that begins alike.</summary>
    public const string ScriptPath = "/.paddock.build";

    /// <summary>It did not come up in time.</summary>
    public const int NotUp = 3;

    /// <summary>It is up, and knows no way out.</summary>
    public const int NoNetwork = 4;

    /// <summary>
    /// Waits until it has booted and can reach others. Its end is arranged first thing: nobody may ever come back.
    /// Arguments: seconds to live, tenths of seconds for the boot and for the network.
    /// </summary>
    public const string Await =
        """
        n=0
        until systemd-run --quiet --unit paddock-build-end --on-active="$1" systemctl poweroff -ff 2> /dev/null; do
            n=$((n + 1))
            [ "$n" -lt "$2" ] || exit 3
            sleep 0.1
        done
        while :; do
            case $(systemctl is-system-running 2> /dev/null) in
                running | degraded) break ;;
            esac
            n=$((n + 1))
            [ "$n" -lt "$2" ] || exit 3
            sleep 0.1
        done
        n=0
        while :; do
            while read -r card to rest; do
                if [ "$to" = 00000000 ]; then
                    exit 0
                fi
            done < /proc/net/route
            grep -v ' lo$' /proc/net/ipv6_route 2> /dev/null | grep -q '^0\{32\} 00 ' && exit 0
            n=$((n + 1))
            [ "$n" -lt "$3" ] || exit 4
            sleep 0.1
        done
        """;

    /// <summary>Both outputs in one, in the order in which they come.</summary>
    public const string RunScript = $"exec {ScriptPath} 2>&1 < /dev/null";

    /// <summary>
    /// Unpacks the runner's archive, over an older one if there is one. Arguments: root, uid, gid, home.
    /// </summary>
    public const string PutRunner =
        $$"""
        set -e
        if ! [ -d "$4" ]; then
            mkdir -p "$4"
            chown "$2:$3" "$4"
        fi
        mkdir -p "$1"
        rm -rf "$1/bin" "$1/externals"
        chown "$2:$3" "$1" {{SystemStart.ArchivePath}}
        setpriv --reuid="$2" --regid="$3" --clear-groups \
            tar -xzf {{SystemStart.ArchivePath}} -C "$1" --no-same-owner
        rm -f {{SystemStart.ArchivePath}}
        [ -x "$1/run.sh" ]
        """;

    public const string EnvironmentPath = "/.paddock.environment";

    /// <summary>
    /// For a container, whose main process this is: the script, if there is one, and then the cleaning. Argument: the
    /// script's limit in seconds. Nobody may ever come back for it, so it ends by itself.
    /// </summary>
    public const string RunInContainer =
        $$"""
        if [ -e {{ScriptPath}} ]; then
            . {{EnvironmentPath}}
            timeout -k 10 "$1" {{ScriptPath}} 2>&1 < /dev/null
            code=$?
            [ "$code" = 0 ] || exit "$code"
        fi
        {{Clean}}
        exit 0
        """;

    /// <summary>
    /// Takes away what must not be the same in every machine, and what nobody needs. An empty machine-id is made anew
    /// at every first boot, and is no first boot by itself, which would reset services that the script switched off.
    /// </summary>
    public const string Clean =
        $$"""
        rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
        if [ -e /etc/machine-id ]; then
            : > /etc/machine-id
        fi
        if [ -f /var/lib/dbus/machine-id ] && ! [ -L /var/lib/dbus/machine-id ]; then
            rm -f /var/lib/dbus/machine-id
        fi
        rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb /var/cache/apt/*.bin
        rm -rf /var/lib/cloud /var/log/journal/* /var/log/cloud-init*.log
        find /var/log -xdev -type f -exec truncate -s 0 {} + 2> /dev/null
        rm -rf /tmp/* /var/tmp/* /root/.bash_history /var/lib/systemd/random-seed
        rm -f /var/lib/dhcp/*.leases /var/lib/dhcpcd/*.lease
        rm -rf /.paddock* /{{StartScript.Directory}} {{SystemStart.UnitPath}} {{SystemStart.WantsPath}}
        sync
        """;
}
