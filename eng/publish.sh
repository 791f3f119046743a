#!/bin/bash
# Makes the program as it is installed: eng/publish.sh [DIRECTORY], by default artifacts/publish. Compiled ahead of
# time for linux-x64, so that it serves within a third of a second; where it runs, it needs the ASP.NET Core 10 runtime
# and libsqlite3.
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")
out=$(readlink -m "${1:-$root/artifacts/publish}")

dotnet publish "$root/src/Paddock.App" -c Release -r linux-x64 --self-contained false -nologo -v quiet -o "$out"
echo "$out/paddock"
