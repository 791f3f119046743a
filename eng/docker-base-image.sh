#!/bin/bash
# Makes the base of the test images where no registry can be reached: a minimal Debian 12 as a tar, to be imported with
# `docker import`. Prints its path: artifacts/docker-base/bookworm-runner.tar.
#
#   eng/docker-base-image.sh        as root; takes a minute or two the first time, nothing after it
#
# What is in it beyond a minimal system is what the runner wants: libstdc++6, certificates, and libicu, without which
# the real runner ends before its first word to GitHub.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

out=artifacts/docker-base
tar=$out/bookworm-runner.tar
mkdir -p "$out"

# Several tests may want it at once; one makes it, the others wait and find it done.
exec 9> "$out/lock"
flock 9

if ! [ -e "$tar" ]; then
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    debootstrap --variant=minbase --include=libstdc++6,ca-certificates,libicu72 bookworm "$tree" > "$out/log" 2>&1 || {
        echo "debootstrap failed; see $out/log." >&2
        exit 1
    }
    rm -rf "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/*
    tar -C "$tree" --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$tar.new" .
    mv "$tar.new" "$tar"
fi

echo "$PWD/$tar"
