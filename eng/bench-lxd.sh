#!/bin/bash
# Measures what docs/reference/performance.md shows of LXD: eng/bench-lxd.sh. It starts a real LXD of its own and needs
# what ./test real needs; on a quiet machine, please.
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")

dotnet build "$root/tests/Paddock.RealTests" -c Release -nologo -v quiet
exec "$root/artifacts/bin/Paddock.RealTests/release/Paddock.RealTests" -noLogo -noColor -explicit only \
    -class 'Paddock.RealTests.Lxd.LxdFigures' -showLiveOutput
