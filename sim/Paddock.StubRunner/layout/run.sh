#!/bin/bash
# Starts the listener and starts it again when it asks for that.
#
# RUNNER_MANUALLY_TRAP_SIG=1 passes INT and TERM on to the listener, as an interrupt to its whole process group. Without
# it signals are not passed on: that is how the real runner behaves, and what uses it has to know.

here=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)

run_once() {
    "$here/run-helper.sh" "$@"
}

run_once_trapped() {
    "$here/run-helper.sh" "$@" &
    helper=$!
    wait "$helper"
}

attempt=run_once
if [ -n "$RUNNER_MANUALLY_TRAP_SIG" ]; then
    # Job control gives the helper a process group of its own, which the trap can signal as a whole.
    set -m
    trap 'kill -INT -- "-$helper"' INT TERM
    attempt=run_once_trapped
fi

while true; do
    "$attempt" "$@"
    code=$?
    if [ "$code" -eq 2 ]; then
        echo "Restarting runner..."
        continue
    fi
    echo "Exiting runner..."
    if [ "$attempt" = run_once_trapped ]; then
        trap - INT TERM
        # A trapped signal ended the wait, not the helper: let it finish its last words.
        wait "$helper"
        exit "$code"
    fi
    if [ "$code" -eq 7 ] && [ "$ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE" = 1 ]; then
        exit 7
    fi
    exit 0
done
