#!/bin/bash
# Packs the stub runner like the real one: artifacts/stub-runner/actions-runner-linux-x64-VERSION.tar.gz, and prints its
# path.
#
#   eng/pack-stub-runner.sh [VERSION]        default 2.336.0; plain numbers, because everybody compares them
#
# Publishing takes half a minute, so nothing is done while the sources are those of the last time. What it needs where
# it runs: glibc and libstdc++6, which every Debian has, and nothing else.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

version=${1:-2.336.0}
if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
    echo "A version is three numbers, not $version." >&2
    exit 2
fi

out=artifacts/stub-runner
archive=$out/actions-runner-linux-x64-$version.tar.gz
mkdir -p "$out"

# Several tests may want it at once; one packs, the others wait and find it done.
exec 9> "$out/lock"
flock 9

sources=$(
    find sim/Paddock.StubRunner Directory.Build.* Directory.Packages.props eng/pack-stub-runner.sh -type f -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
)

if [ "$(cat "$out/published" 2> /dev/null)" != "$sources" ]; then
    dotnet publish sim/Paddock.StubRunner -c Release -r linux-x64 -nologo -v quiet \
        --artifacts-path "$PWD/$out/build" -o "$out/publish" >&2
    echo "$sources" > "$out/published"
fi

if [ "$(cat "$archive.sources" 2> /dev/null)" != "$sources" ]; then
    tree=$(mktemp -d "$out/tree.XXXXXX")
    trap 'rm -rf "$tree"' EXIT
    chmod 755 "$tree"
    mkdir "$tree/bin"
    cp sim/Paddock.StubRunner/layout/*.sh "$tree/"
    cp "$out/publish/Runner.Listener" "$tree/bin/"
    chmod 755 "$tree"/*.sh "$tree/bin/Runner.Listener"
    echo "$version" > "$tree/bin/.version"
    # The same content gives the same archive, so its checksum changes only when the runner does.
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$tree" -cf - . | gzip -n > "$archive.new"
    mv "$archive.new" "$archive"
    echo "$sources" > "$archive.sources"
fi

echo "$PWD/$archive"
