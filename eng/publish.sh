#!/bin/bash
# Makes the program as it is installed, compiled ahead of time for linux-x64:
#
#   eng/publish.sh [--single-file] [DIRECTORY]      by default artifacts/publish
#
# Where it runs, it needs libsqlite3 and the ASP.NET Core 10 runtime.
#
#   --single-file    one file that brings what it uses of the runtime along: needs libsqlite3 only, and less memory
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")
shape=(--self-contained false)
if [ "${1-}" = --single-file ]; then
    shift
    # What trimming could miss in the terminal and YAML libraries is tried by tests/Paddock.RealTests/Published.
    shape=(--self-contained true -p:PublishSingleFile=true -p:PublishTrimmed=true -p:SuppressTrimAnalysisWarnings=true
        -p:TrimmerSingleWarn=false)
fi
out=$(readlink -m "${1:-$root/artifacts/publish}")

dotnet publish "$root/src/Paddock.App" -c Release -r linux-x64 -nologo -v quiet \
    -p:DebugType=embedded "${shape[@]}" -o "$out"
echo "$out/paddock"
