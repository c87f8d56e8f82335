#!/usr/bin/env bash
# Runs everything there is to check, and installs what that needs. The last line is the sum.
#
#   ./eng/test.sh             everything
#   ./eng/test.sh engine      only the steps with "engine" in their name
set -euo pipefail
cd "$(dirname "$0")/.."
if ((BASH_VERSINFO[0] < 5)); then
  echo "This needs bash 5 or later; here is $BASH_VERSION." >&2
  exit 2
fi
root=$PWD
filter=${1:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/kith-test.XXXXXX")
chmod 711 "$work" # the postgres user has to reach its folder inside
# shellcheck source=eng/lib/needs.sh
. eng/lib/needs.sh
# shellcheck source=eng/lib/steps.sh
. eng/lib/steps.sh

# Nothing of the caller's configuration may reach the servers under test.
for name in $(compgen -e | grep -E '^(KITH_|OPENAI_|ANTHROPIC_|ASPNETCORE_|PORT$)' | grep -v '^KITH_TEST_POSTGRES$' || true); do unset "$name"; done
# No build server stays behind when this ends.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

postgres_started=''
finish() {
  local status=$?
  trap - EXIT INT TERM
  set +e # whatever goes wrong here, the rest has to be cleaned up too
  stop_all
  if [[ -n $postgres_started ]]; then eng/postgres.sh stop "$work/postgres"; fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start_postgres() {
  if [[ -n ${KITH_TEST_POSTGRES:-} ]]; then return; fi
  if ! has_postgres; then
    echo "There is no PostgreSQL here: its tests are skipped."
    return
  fi
  postgres_started=yes
  KITH_TEST_POSTGRES=$(eng/postgres.sh start "$work/postgres")
  export KITH_TEST_POSTGRES
}

build() { dotnet build Kith.slnx -c Debug -v quiet --nologo -p:UseSharedCompilation=false; }
format() { dotnet tool restore >/dev/null && dotnet csharpier check .; }

run_dotnet_tests() {
  local project name
  for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    # A test that hangs is named after a minute, and ended with its project after ten.
    check "$name" timeout -k 10 600 "tests/$name/bin/Debug/net10.0/$name" -noLogo -noColor -diagnostics -longRunning 60 \
      -ctrf "$work/reports/$name.ctrf.json"
  done
}

vitest() { npm test -- --reporter=default --reporter=json --outputFile.json="$work/reports/web-tests.vitest.json"; }

# What ours is compared with; without it those tests are skipped.
graphql_reference() { node eng/build-web.mjs --packages-only tests/Kith.GraphQL.Tests/reference; }
push_reference() { node eng/build-web.mjs --packages-only tests/Kith.Engine.Tests/People/Push/reference; }

web_packages() { node eng/build-web.mjs --packages-only && cd web && need_browser; }

run_web_checks() {
  cd "$root/web"
  check 'web-lint' npm run lint # the linter, then the type checker
  check 'web-tests' vitest
  cd "$root"
}

# address_in LOG: the first address that what was just started prints there, of a model with its path.
address_in() {
  local left=300
  until grep -oE -m 1 'http://127\.0\.0\.1:[0-9]+(/v1)?' "$1" 2>/dev/null; do
    if ((left-- == 0)) || ! kill -0 "$started" 2>/dev/null; then
      cat "$1" >&2
      return 1
    fi
    sleep 0.1
  done
}

# serve NAME SETTING…: in an empty folder, with an empty data folder, and nothing configured but this.
serve() {
  mkdir "$work/$1"
  cd "$work/$1"
  exec env "${@:2}" ASPNETCORE_URLS=http://127.0.0.1:0 KITH_DATA_DIR="$work/$1/data" KITH_WEB_BUILD=off "$root/src/Kith.Server/bin/Debug/net10.0/Kith.Server"
}

# One server as a newcomer has it, and one whose model takes its time: for what happens in the middle of a reply.
start_servers() {
  start "$work/logs/server" serve newcomer
  url=$(address_in "$work/logs/server") || return 1
  start "$work/logs/slow-model" tests/Kith.FakeModel/bin/Debug/net10.0/Kith.FakeModel
  local model
  model=$(address_in "$work/logs/slow-model") || return 1
  start "$work/logs/slow-server" serve slow OPENAI_BASE_URL="$model" OPENAI_MODEL='delay:1000|tokens:1200:50'
  slow_url=$(address_in "$work/logs/slow-server") || return 1
}

journey() {
  cd "$root/web"
  KITH_URL=$url KITH_SLOW_URL=$slow_url PLAYWRIGHT_JSON_OUTPUT_NAME="$work/reports/web-journey.playwright.json" \
    npm run e2e -- --reporter=list,json || { echo '--- the servers said:'; cat "$work/logs/server" "$work/logs/slow-server"; return 1; }
}

check_docs() {
  if wanted 'docs' && ! has_dart; then echo "There is no Dart here: the documentation's example in Dart is not run."; fi
  check 'docs' eng/check-docs.sh
}

# The web app's types of the wire are made from the server's description of itself.
web_types() {
  cd "$root/web"
  KITH_URL=$url npm run generate -- --check || { echo 'The server is described differently now: start it, run "npm run generate" in web, and look at what changed.'; return 1; }
}

client_packages() { node eng/build-web.mjs --packages-only tests/clients; }

# Each script there is somebody else's client.
clients() {
  cd "$root/tests/clients"
  local script token
  token=$(grep -oE -m 1 'token=\S+' "$work/logs/server") # of the set-up link
  for script in *.mjs; do
    KITH_URL=$url KITH_SETUP_TOKEN=${token#token=} node "$script" || { echo "--- $script failed; the server said:"; cat "$work/logs/server"; return 1; }
  done
}

run_against_servers() {
  if ! wanted 'web-types web-journey client-packages clients'; then return; fi
  step 'web-build' node eng/build-web.mjs || return 0
  KITH_CHROMIUM=$(find_chromium)
  export KITH_CHROMIUM
  # Not inside step's command: the servers have to live on, and their process ids have to be known here.
  if ! start_servers; then
    echo 'servers' >>"$work/failed-steps"
    return 0
  fi
  check 'web-types' web_types
  check 'web-journey' journey
  if wanted 'client-packages clients' && step 'client-packages' client_packages; then check 'clients' clients; fi
}

need_toolchain
need_packages
start_postgres
if step 'build' build; then
  check 'format' format
  if [[ -f web/package.json ]] && wanted 'web-lint web-tests web-types web-journey client-packages clients' && step 'web-packages' web_packages; then
    # Two cores, two lanes: .NET's tests beside the web's.
    run_web_checks &
    web_lane=$!
  fi
  if wanted 'Kith.GraphQL.Tests'; then step 'graphql-reference' graphql_reference || true; fi
  if wanted 'Kith.Engine.Tests'; then step 'push-reference' push_reference || true; fi
  run_dotnet_tests
  check_docs
  if [[ -n ${web_lane:-} ]]; then
    wait "$web_lane" || echo 'web' >>"$work/failed-steps"
    run_against_servers
  fi
fi
node eng/lib/count-tests.mjs "$work/reports" "$work/failed-steps"
