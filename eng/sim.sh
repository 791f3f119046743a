#!/bin/sh
# Builds the simulator and runs it: ./eng/sim.sh seed N --story | trace N | swarm --seconds N
# Exit codes are those of the simulator (docs/reference/simulator.md); 3 means that it could not be built.
set -eu
cd "$(dirname "$0")/.."
if ! log=$(dotnet build sim/Paddock.Simulator -c Release -v q --nologo 2>&1); then
    printf '%s\n' "$log" >&2
    exit 3
fi
exec artifacts/bin/Paddock.Simulator/release/paddock-sim "$@"
