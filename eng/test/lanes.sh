# shellcheck shell=bash
# Read by ./test, whose `run` and sums it uses: the lanes in the order they run, the cheapest first. Adding one: its
# name in the list, what it needs, a description, and its command in `start`; a program that is no xunit runner counts
# as one test.

lanes=(fast bench swarm real)
lane_pid=

is_lane() {
    [[ " ${lanes[*]} " == *" $1 "* ]]
}

# What a lane stands on, a line each: the program or library, and the Debian package that has it.
needs() {
    case $1 in
        # The store; the stub runner.
        fast) printf '%s\n' "libsqlite3.so.0 libsqlite3-0" "libstdc++.so.6 libstdc++6" ;;
        bench | swarm) printf '%s\n' "libsqlite3.so.0 libsqlite3-0" ;;
        # Images are made here, so that no registry is needed.
        real) printf '%s\n' "libsqlite3.so.0 libsqlite3-0" "dockerd docker.io" "docker docker.io" "iptables iptables" \
            "debootstrap debootstrap" "promtool prometheus" "lxd lxd" "lxc lxd-client" "dnsmasq dnsmasq-base" \
            "mksquashfs squashfs-tools" "mkfs.btrfs btrfs-progs" "nft nftables" ;;
    esac
}

list_lanes() {
    describe fast "the ordinary tests: style, units, properties, conformance"
    describe bench "every benchmark as small as it can be"
    describe swarm "the simulator, seed after seed, for ${SWARM_SECONDS:-240} s"
    describe real "against real programs: dockerd, LXD, promtool …"
}

describe() {
    printf '%-6s %s
       packages: %s
' "$1" "$2" "$(needs "$1" | cut -d' ' -f2 | sort -u | xargs)"
}

bin() {
    echo "artifacts/bin/$1/release/$2"
}

# start LANE FILTER REPORT: becomes the lane's program. The limits are several times what a lane takes on two cores.
start() {
    local seconds=${SWARM_SECONDS:-240}
    case $1 in
        fast) xunit 600 "$(bin Paddock.Tests Paddock.Tests)" "$2" "$3" ;;
        real) xunit 2400 "$(bin Paddock.RealTests Paddock.RealTests)" "$2" "$3" ;;
        bench) exec timeout -k 10 180 "$(bin Paddock.Bench paddock-bench)" --tiny ;;
        swarm)
            exec timeout -k 10 $((seconds + 180)) "$(bin Paddock.Simulator paddock-sim)" swarm --seconds "$seconds"
            ;;
    esac
}

# The program itself and not `dotnet X.dll`: some tests start it once more.
xunit() {
    local filters=()
    [ -z "$3" ] || filters=(-method "*$3*")
    exec timeout -k 10 "$1" "$2" -noLogo -noColor -reporter quiet "${filters[@]}" -ctrf "$4"
}

# run_lane LANE FILTER: runs it, adds to the sums, says how it went.
run_lane() {
    local lane=$1 filter=$2 log report status=0 began=$SECONDS missing
    # shellcheck disable=SC2154 # of ./test
    log=$run/$lane.log report=$run/$lane.json
    missing=$(needs "$lane" | missing_of | xargs)
    if [ -n "$missing" ]; then
        lack "$lane" "$missing"
        return
    fi
    # In the background, so that an interrupt reaches this script and not only its child.
    start "$lane" "$filter" "$report" > "$log" 2>&1 8>&- &
    lane_pid=$!
    wait "$lane_pid" || status=$?
    lane_pid=
    count "$lane" "$filter" "$report" "$log" "$status"
    echo "$lane: $lane_passed passed, $lane_failed failed, $lane_skipped skipped, $((SECONDS - began)) s"
    passed=$((passed + lane_passed)) failed=$((failed + lane_failed)) skipped=$((skipped + lane_skipped))
    if [ "$lane_failed" -gt 0 ]; then
        sed 's/^/    /' "$log" | tail -n 200
        echo "$lane failed. Repeat it: $(repeat "$lane" "$filter" "$report" "$log")"
        return
    fi
    skip_reasons "$report" | sort | uniq -c | sed 's/^/    skipped:/'
    # What the simulator and the benchmarks say for themselves.
    [ -s "$report" ] || tail -n 5 "$log" | sed 's/^/    /'
}

# lack LANE PACKAGES: ./test has just tried to install them. Of somebody's own machine that is no fault; of one that is
# asked for all of it, a lane that never ran must not look like one that passed.
lack() {
    if [ "${CI-}" = true ]; then
        failed=$((failed + 1))
        echo "$1: failed: CI is true, and this machine lacks: $2. Repeat it: apt-get install $2, ./test $1"
        return
    fi
    skipped=$((skipped + 1))
    echo "$1: skipped: not on this machine, and not to be installed: $2"
}

stop_lane() {
    # `timeout` hands it to all of the lane's processes.
    [ -z "$lane_pid" ] || kill "$lane_pid" 2> /dev/null || true
}

# Sets lane_passed, lane_failed and lane_skipped.
count() {
    local lane=$1 filter=$2 report=$3 log=$4 status=$5 unforced
    lane_passed=0 lane_failed=0 lane_skipped=0
    if [ -s "$report" ]; then
        lane_passed=$(sum passed "$report") lane_failed=$(sum failed "$report") lane_skipped=$(sum skipped "$report")
        unforced=$(skip_reasons "$report" | grep -vc '^This machine' || true)
        if [ "${CI-}" = true ] && [ "$unforced" -gt 0 ]; then
            lane_failed=$((lane_failed + unforced)) lane_skipped=$((lane_skipped - unforced))
            echo "Skipped without need; a reason that the machine forces begins with \"This machine\":" >> "$log"
            skip_reasons "$report" | grep -v '^This machine' | sort -u >> "$log"
        fi
        if [ $((lane_passed + lane_failed + lane_skipped)) -eq 0 ]; then
            lane_failed=1
            echo "No test ran${filter:+: no name contains \"$filter\"}." >> "$log"
        fi
    elif [ "$status" -eq 0 ]; then
        lane_passed=1
    fi
    # It broke, or took longer than its limit (124), without a failing test to tell.
    if [ "$status" -ne 0 ] && [ "$lane_failed" -eq 0 ]; then
        lane_failed=1
        echo "Ended with $status$([ "$status" -ne 124 ] || echo ': it took too long')." >> "$log"
    fi
}

sum() {
    grep -o '"summary":{[^}]*}' "$2" | grep -oE "\"$1\":[0-9]+" | grep -oE '[0-9]+'
}

# One line for each test with that status. The report is one line of JSON; a test begins with its name.
entries() {
    sed 's/{"name":"/\n&/g' "$2" | grep "\"status\":\"$1\"" || true
}

skip_reasons() {
    [ ! -s "$1" ] || entries skipped "$1" | sed -E 's/.*"reason":"(([^"\\]|\\.)*)".*/\1/'
}

# One command: the test when only one failed, the simulator's own word for a seed, the lane otherwise.
repeat() {
    local lane=$1 filter=$2 report=$3 log=$4 names=""
    [ ! -s "$report" ] || names=$(entries failed "$report" | sed -E 's/^\{"name":"([A-Za-z0-9_.+]+).*/\1/' | sort -u)
    if [ "$lane" = swarm ] && grep -q 'repeat it: ' "$log"; then
        grep -m1 -o 'repeat it: .*' "$log" | cut -d' ' -f3-
    elif [ -n "$names" ] && [ "$(wc -l <<< "$names")" -eq 1 ]; then
        echo "./test $lane $names"
    else
        echo "./test $lane${filter:+ $filter}"
    fi
}
