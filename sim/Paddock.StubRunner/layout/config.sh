#!/bin/bash
# Makes this folder a runner. What it is to be comes by ACTIONS_RUNNER_INPUT_… variables; of the arguments only those
# are known that Paddock gives.

here=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)

if [ "$(id -u)" -eq 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then
    echo "Must not run with sudo"
    exit 1
fi

exec "$here/bin/Runner.Listener" configure "$@"
