#!/usr/bin/env bash
# How long a published build takes from its start to the first 200 of /health/ready, and what memory it holds at rest.
#
#   eng/measure-start.sh [published folder] [runs]     without a folder: publishes into a temporary one first
#
# Each run has an empty data folder. Prints every run and the medians.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/kith-measure.XXXXXX")
server=''
finish() {
  trap - EXIT INT TERM
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

published=${1:-}
runs=${2:-5}
if [[ -z $published ]]; then
  published=$work/published
  dotnet publish src/Kith.Server -o "$published" --nologo -v quiet
fi
published=$(cd "$published" && pwd)

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

for ((run = 1; run <= runs; run++)); do
  port=$(free_port)
  mkdir "$work/$run"
  began=$EPOCHREALTIME
  (cd "$work/$run" && exec env PORT="$port" KITH_DATA_DIR="$work/$run/data" "$published/Kith.Server") >"$work/log" 2>&1 &
  server=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$port/health/ready"; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.005
  done
  milliseconds=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%d", (b - a) * 1000 }')
  # On a busy machine the processor time says more than the clock. Fields 14 and 15 of stat are ticks of a hundredth.
  cpu=$(awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$server/stat")
  sleep 3
  megabytes=$(awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$server/status")
  kill "$server"
  wait "$server" || true
  server=''
  echo "run $run: $milliseconds ms, $cpu ms of processor time, $megabytes MB"
  echo "$milliseconds" >>"$work/milliseconds"
  echo "$cpu" >>"$work/cpu"
  echo "$megabytes" >>"$work/megabytes"
done
echo "median: $(median <"$work/milliseconds") ms to the first healthy answer, $(median <"$work/cpu") ms of processor time, $(median <"$work/megabytes") MB resident at rest"
