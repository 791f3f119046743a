#!/bin/bash
# Measures what docs/reference/performance.md shows: eng/bench.sh [--tiny] [NAME...]. Compiled ahead of time, as the
# product is installed; on a quiet machine, please.
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")

dotnet publish "$root/bench/Paddock.Bench" -c Release -r linux-x64 --self-contained false -nologo -v quiet \
    -o "$root/artifacts/bench"
exec "$root/artifacts/bench/paddock-bench" "$@"
