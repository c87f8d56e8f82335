#!/usr/bin/env bash
# Makes postman/kith.postman_collection.json anew, out of postman/flow.mjs, the API's document and the answers of a fresh server.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=eng/lib/server.sh
. eng/lib/server.sh

node eng/build-web.mjs --packages-only tests/clients
# The collection is part of the server: the second round holds what the first one made against the document it is in.
for round in --write ''; do
  start_server "round$round"
  token=$(grep -oE -m 1 'token=\S+' "$work/round$round/log")
  # shellcheck disable=SC2086 # the second round has no argument
  KITH_URL=$url KITH_SETUP_TOKEN=${token#token=} node tests/clients/reference.mjs $round
  stop_server
done
