#!/bin/bash
# Removes all that an LXD of a test leaves when it ends without a word: its daemon, containers, cgroups, mounts, bridge
# with the rules of its firewall, and its folder. A run that is alive holds a lock on the file `alive` of its folder and
# keeps all of it.
#
#   eng/lxd-clear.sh [FOLDER...]    as root; by default every paddock-lxd-* folder of the temporary directory
#
# Nothing is asked of the daemon, since a killed one answers nothing. Everything is found by the folder, whose name is
# nobody else's; the bridge by the file `bridge` in it.
set -euo pipefail
shopt -s nullglob

# The programs of LXD that name the folder in their command line. Ending a monitor ends its container.
processes_of() {
    local file line
    for file in /proc/[0-9]*/cmdline; do
        line=$(tr '\0' ' ' 2> /dev/null < "$file") || continue
        case $line in
            lxd\ *"$1/"* | */lxd\ *"$1/"* | dnsmasq\ *"$1/"* | "[lxc monitor] $1/"*) basename "$(dirname "$file")" ;;
        esac
    done
}

end_processes() {
    local tries process
    for tries in {1..50}; do
        mapfile -t processes < <(processes_of "$1")
        [ "${#processes[@]}" -gt 0 ] || return 0
        for process in "${processes[@]}"; do
            kill -KILL "$process" 2> /dev/null || true
        done
        sleep 0.1
    done
    echo "Still running of $1 after $tries tries: ${processes[*]}" >&2
    return 1
}

# A container that ended well has none. One of another daemon may have the same name: what has a process in it stays.
remove_cgroups() {
    local container cgroup
    for container in "$1"/lxd/containers/*; do
        for cgroup in /sys/fs/cgroup{,/*}/lxc.{payload,monitor}."${container##*/}"{,-[0-9]*}; do
            if [ -d "$cgroup" ] && ! find "$cgroup" -name cgroup.procs -exec cat {} + | grep -q .; then
                find "$cgroup" -depth -type d -exec rmdir {} +
            fi
        done
    done
}

unmount() {
    local mount
    cut -d' ' -f2 /proc/self/mounts | { grep -F "$1/" || true; } | tac | while read -r mount; do
        umount --lazy "$mount"
    done
}

# Emptied first, because some lead to others.
remove_bridge() {
    local chain chains
    ! ip link show "$1" > /dev/null 2>&1 || ip link delete "$1"
    chains=$(nft list table inet lxd 2> /dev/null | grep -oE "\S+\.$1 " || true)
    for chain in $chains; do nft flush chain inet lxd "$chain"; done
    for chain in $chains; do nft delete chain inet lxd "$chain"; done
}

clear_folder() {
    end_processes "$1"
    remove_cgroups "$1"
    unmount "$1"
    [ ! -s "$1/bridge" ] || remove_bridge "$(cat "$1/bridge")"
    # Whatever is still mounted in it is not ours to empty.
    rm -rf --one-file-system "$1"
}

[ "$#" -gt 0 ] || set -- "${TMPDIR:-/tmp}"/paddock-lxd-*
for folder in "$@"; do
    if [ -e "$folder/alive" ] && flock --nonblock "$folder/alive" true; then
        clear_folder "$folder"
    fi
done
