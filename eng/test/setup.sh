# shellcheck shell=bash
# Read by ./test: what the lanes stand on. Packages are only added, never changed, and none of their services started.

# Nobody is there to answer, and nothing may stay behind: no build servers, no shared compiler.
export DEBIAN_FRONTEND=noninteractive DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n --preserve-env=DEBIAN_FRONTEND "$@"
    fi
}

# Reads lines of "program-or-library package"; prints the packages of those that are not there.
missing_of() {
    local part package
    while read -r part package; do
        is_there "$part" || echo "$package"
    done | sort -u
}

is_there() {
    case $1 in
        *.so.*) PATH=$PATH:/usr/sbin:/sbin ldconfig -p | grep -F "$1" > /dev/null ;;
        *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" > /dev/null ;;
    esac
}

# install_missing LOG, needs on the standard input: never fails. Without root or network what is there has to do.
install_missing() {
    local log=$1 missing
    mapfile -t missing < <(missing_of)
    if [ "${#missing[@]}" -eq 0 ] || ! command -v apt-get > /dev/null; then
        return 0
    fi
    echo "installing: ${missing[*]}"
    if ! { as_root apt-get update && without_services as_root apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${missing[@]}"; } > "$log" 2>&1; then
        echo "Not everything could be installed; the reason is in $log:" >&2
        grep -E '^(E:|sudo:)' "$log" | tail -n 3 >&2 || true
    fi
}

# Debian starts a package's service as it is installed, unless policy-rc.d says 101. Here programs are wanted, and no
# services.
without_services() {
    local policy=/usr/sbin/policy-rc.d result=0
    if [ -e "$policy" ]; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" > /dev/null
    as_root chmod 755 "$policy"
    "$@" || result=$?
    as_root rm -f "$policy"
    return "$result"
}

# What a build depends on and what it made: the same print means that there is nothing to build.
build_print() {
    {
        find . \( -name artifacts -o -name .git -o -name docs -o -name node_modules \) -prune -o -type f -print0 |
            sort -z | xargs -0 sha256sum
        find artifacts/bin -path '*/release/*' -type f -printf '%p %T@ %s\n' 2> /dev/null | sort
    } | sha256sum
}

# build LOG: one configuration for everything, Release, since the swarm and the benchmarks need it. Two locks: whoever
# has artifacts/test/building looks whether there is something to build, and builds it, while others wait to find it
# done; whoever shares artifacts/test/lock is testing, and holds off a build that would change the programs under its
# feet, but nobody else who tests.
build() {
    local log=$1
    if ! command -v dotnet > /dev/null; then
        echo "The .NET SDK of global.json is missing. Get it from https://dot.net and put it on the PATH." >&2
        exit 2
    fi
    exec 9> artifacts/test/building 8> artifacts/test/lock
    flock 9
    flock --shared 8
    [ "$(cat artifacts/test/built 2> /dev/null)" = "$(build_print)" ] || build_anew "$log"
    exec 9>&-
}

build_anew() {
    local log=$1
    flock 8
    echo "building; the log is $log"
    if ! { dotnet restore Paddock.slnx -v q ${CI:+--locked-mode} &&
        dotnet build Paddock.slnx -c Release --no-restore -v q; } > "$log" 2>&1 8>&- 9>&-; then
        grep -E 'error|warning' "$log" | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
        echo "The build failed. Repeat it: dotnet build Paddock.slnx -c Release" >&2
        echo "0 passed, 1 failed, 0 skipped"
        exit 1
    fi
    build_print > artifacts/test/built
    flock --shared 8
}
