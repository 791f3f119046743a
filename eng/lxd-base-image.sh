#!/bin/bash
# Makes the test images of LXD and Incus where no image server can be reached: a minimal Debian 12 with systemd, and the
# same with a runner in it whose `run.sh` runs whatever its `.runner` file says. Prints the folder they are in,
# artifacts/lxd-base: metadata.tar.gz belongs to both, bare.squashfs and scripted.squashfs are the roots.
#
#   eng/lxd-base-image.sh           as root; takes a minute or two the first time, nothing after it
#
# A storage pool without copies on write unpacks the whole root for each container, so it is small, and packed with lz4:
# 0.2 s, where zstd takes 1 s. It boots in 0.3 s to multi-user.target, its address included.
set -euo pipefail
script=$(readlink -f "$0")
cd "$(dirname "$script")/.."

out=artifacts/lxd-base
mkdir -p "$out"

# What a container has no use for, or has from its host. dbus and logind stay: a shutdown is asked for over them.
masked=(
    getty.target systemd-ask-password-{console,wall}.path systemd-initctl.socket
    remote-fs.target {cryptsetup,integritysetup,veritysetup}.target {dev-hugepages,sys-fs-fuse-connections}.mount
    sys-kernel-{config,debug,tracing}.mount proc-sys-fs-binfmt_misc.automount ifupdown-pre.service
    kmod-static-nodes.service systemd-{binfmt,firstboot,journal-flush,modules-load,pstore,random-seed,repart}.service
    systemd-update-utmp{,-runlevel}.service systemd-journald-audit.socket systemd-sysusers.service
    e2scrub_reap.service timers.target
)

make_tree() {
    debootstrap --variant=minbase \
        --include=systemd-sysv,dbus,ifupdown,isc-dhcp-client,ca-certificates,libstdc++6,libicu72 \
        bookworm "$1" > "$out/log" 2>&1 || {
        echo "debootstrap failed; see $out/log." >&2
        exit 1
    }
    rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/usr/share/{doc,info,lintian,locale,man}/*
    local unit
    for unit in "${masked[@]}"; do
        ln -sf /dev/null "$1/etc/systemd/system/$unit"
    done
    # `auto` and not `allow-hotplug`: there is no udev, and network-online.target then waits for the address.
    printf 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet dhcp\n' > "$1/etc/network/interfaces"
    # Giving the address back takes a second of every shutdown, and nobody wants it back.
    mkdir "$1/etc/systemd/system/networking.service.d"
    printf '[Service]\nExecStop=\n' > "$1/etc/systemd/system/networking.service.d/quick.conf"
    # Each container has a name and an id of its own: the first from its host, the second drawn as it boots.
    rm -f "$1/etc/hostname"
    : > "$1/etc/machine-id"
}

add_runner() {
    chroot "$1" useradd --uid 1234 --create-home --shell /bin/bash runner
    mkdir "$1/actions-runner"
    printf '#!/bin/bash\nexec /bin/bash ./.runner\n' > "$1/actions-runner/run.sh"
    chmod 755 "$1/actions-runner/run.sh"
    chown 1234:1234 "$1/actions-runner"
}

pack() {
    rm -f "$2.new"
    mksquashfs "$1" "$2.new" -comp lz4 -noappend -no-progress -quiet >> "$out/log" 2>&1
    mv "$2.new" "$2"
}

describe() {
    printf 'architecture: %s\ncreation_date: 1764547200\nproperties: {os: debian, release: bookworm}\n' "$(uname -m)" \
        > "$1/metadata.yaml"
    tar -C "$1" -czf "$out/metadata.tar.gz" metadata.yaml
}

# Several tests may want them at once; one makes them, the others wait and find them done. The last one made is the one
# that is asked for: older than this script, they are made anew.
exec 9> "$out/lock"
flock 9

if ! [ "$out/scripted.squashfs" -nt "$script" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    make_tree "$work/root"
    describe "$work"
    pack "$work/root" "$out/bare.squashfs"
    add_runner "$work/root"
    pack "$work/root" "$out/scripted.squashfs"
fi

echo "$PWD/$out"
