#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: no password, no durability, gone when stopped.
#
#   eng/postgres.sh start [folder]           starts one and prints its Npgsql connection string
#   eng/postgres.sh start  folder  durable   the same with PostgreSQL's own durability, to measure with
#   eng/postgres.sh stop  [folder]           ends it and removes the folder
#
#   export KITH_TEST_POSTGRES="$(eng/postgres.sh start)"
set -euo pipefail

folder=${2:-${TMPDIR:-/tmp}/kith-postgres-$(id -un)}

# Debian keeps the server's programs off the PATH; the newest wins. Exit status 3: there is none.
find_bin() {
  local bin
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [[ ! -x $bin/initdb ]]; then
    local initdb
    initdb=$(command -v initdb) || { echo "There is no PostgreSQL server here (Debian, Ubuntu: apt-get install postgresql)." >&2; exit 3; }
    bin=$(dirname "$initdb")
  fi
  echo "$bin"
}

# The server refuses to run as root, so root becomes the package's own user for it.
as_owner() {
  if [[ $(id -u) == 0 ]]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$folder" "$@"
  else
    "$@"
  fi
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

start() {
  local bin port settings='-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
  if [[ ${1:-} == durable ]]; then settings=''; fi
  bin=$(find_bin)
  if [[ -f $folder/data/postmaster.pid ]]; then
    echo "One is already running in $folder; stop it first." >&2
    exit 1
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  chmod 700 "$folder"
  if [[ $(id -u) == 0 ]]; then chown postgres:postgres "$folder"; fi
  cd "$folder"
  as_owner "$bin/initdb" -D "$folder/data" -U kith -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
  port=$(free_port)
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 30 -o "-k '$folder' -h 127.0.0.1 -p $port \
    $settings -c max_connections=300 -c shared_buffers=64MB" start >"$folder/start.log" 2>&1 ||
    { cat "$folder/start.log" "$folder/server.log" >&2; exit 1; }
  echo "Host=127.0.0.1;Port=$port;Username=kith;Database=postgres"
}

stop() {
  local bin
  bin=$(find_bin)
  if [[ -f $folder/data/postmaster.pid ]]; then
    cd "$folder"
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
    cd /
  fi
  rm -rf "$folder"
}

case ${1:-} in
  start) start "${3:-}" ;;
  stop) stop ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
