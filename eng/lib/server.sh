# shellcheck shell=bash
# A server of this source tree with an empty data folder, for a script that is run from the tree's root. It ends with the script.
root=$PWD
work=$(mktemp -d "${TMPDIR:-/tmp}/kith.XXXXXX")
server=''

# start_server NAME SETTING…: builds it and waits until it is ready. Sets $url; what it prints is in $work/NAME/log.
start_server() {
  local folder=$work/$1
  shift
  dotnet build src/Kith.Server --nologo -v quiet
  mkdir "$folder"
  (cd "$folder" && exec env "$@" PORT=0 KITH_DATA_DIR="$folder/data" KITH_WEB_BUILD=off \
    "$root/src/Kith.Server/bin/Debug/net10.0/Kith.Server") >"$folder/log" 2>&1 &
  server=$!
  until url=$(sed -n 's/.*Kith is ready: \(http[^ ]*\).*/\1/p' "$folder/log") && [[ -n $url ]]; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
  done
}

stop_server() {
  if [[ -z $server ]]; then return; fi
  kill "$server" 2>/dev/null || true
  wait "$server" || true
  server=''
}

finish() {
  trap - EXIT INT TERM
  stop_server
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
