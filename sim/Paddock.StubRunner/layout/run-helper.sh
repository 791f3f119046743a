#!/bin/bash
# Runs the listener once and says in an exit code what run.sh is to do: 2 means again, anything else is the end.

here=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)

if [ "$(id -u)" -eq 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then
    echo "Must not run interactively with sudo"
    exit 1
fi

"$here/bin/Runner.Listener" run "$@"
code=$?
case "$code" in
    0)
        echo "Runner listener exit with 0 return code, stop the service, no retry needed."
        ;;
    1)
        echo "Runner listener exit with terminated error, stop the service, no retry needed."
        ;;
    2)
        echo "Runner listener exit with retryable error, re-launch runner in 5 seconds."
        sleep 5
        exit 2
        ;;
    5)
        echo "Runner listener exit with Session Conflict error, stop the service, no retry needed."
        ;;
    7)
        if [ "$ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE" = 1 ]; then
            echo "Runner listener exit with deprecated version exit code: $code."
            exit 7
        fi
        echo "Exiting with unknown error code: $code"
        ;;
    *)
        echo "Exiting with unknown error code: $code"
        ;;
esac
exit 0
