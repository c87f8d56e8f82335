#!/usr/bin/env bash
# Makes postman/kith.postman_collection.json anew, out of postman/flow.mjs, the API's document and the answers of a fresh server.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d "${TMPDIR:-/tmp}/kith-collection.XXXXXX")
server=''
finish() {
  trap - EXIT INT TERM
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The collection is part of the server: the second round holds what the first one made against the document it is in.
for round in --write ''; do
  dotnet build src/Kith.Server --nologo -v quiet
  (cd "$work" && exec env PORT=0 KITH_DATA_DIR="$work/data$round" KITH_WEB_BUILD=off \
    "$root/src/Kith.Server/bin/Debug/net10.0/Kith.Server") >"$work/log$round" 2>&1 &
  server=$!
  until url=$(sed -n 's/.*Kith is ready: \(http[^ ]*\).*/\1/p' "$work/log$round") && [[ -n $url ]]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log$round" >&2; exit 1; }
    sleep 0.1
  done
  token=$(grep -oE -m 1 'token=\S+' "$work/log$round")
  node eng/build-web.mjs --packages-only tests/clients
  KITH_URL=$url KITH_SETUP_TOKEN=${token#token=} node tests/clients/reference.mjs $round
  kill "$server"
  wait "$server" || true
  server=''
done
