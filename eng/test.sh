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

web_packages() { node eng/build-web.mjs --packages-only && cd web && need_browser; }

run_web_checks() {
  cd "$root/web"
  check 'web-lint' npm run lint # the linter, then the type checker
  check 'web-tests' vitest
  cd "$root"
}

# The server as a newcomer has it: nothing configured, an empty data folder.
serve() {
  cd "$work/empty"
  exec env ASPNETCORE_URLS=http://127.0.0.1:0 KITH_DATA_DIR="$work/data" KITH_WEB_BUILD=off "$root/src/Kith.Server/bin/Debug/net10.0/Kith.Server"
}

start_server() {
  local left=300
  mkdir "$work/empty"
  start "$work/logs/server" serve
  url=''
  while [[ -z $url ]]; do
    url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/logs/server" | head -n 1 || true)
    if ((left-- == 0)) || ! kill -0 "$started" 2>/dev/null; then
      cat "$work/logs/server"
      return 1
    fi
    sleep 0.1
  done
}

journey() {
  cd "$root/web"
  KITH_URL=$url PLAYWRIGHT_JSON_OUTPUT_NAME="$work/reports/web-journey.playwright.json" \
    npm run e2e -- --reporter=list,json || { echo '--- the server said:'; cat "$work/logs/server"; return 1; }
}

run_journey() {
  if ! wanted 'web-journey'; then return; fi
  step 'web-build' node eng/build-web.mjs || return 0
  KITH_CHROMIUM=$(find_chromium)
  export KITH_CHROMIUM
  # Not inside step's command: the server has to live on, and its process id has to be known here.
  if start_server; then check 'web-journey' journey; else echo 'web-journey' >>"$work/failed-steps"; fi
}

need_toolchain
need_packages
start_postgres
if step 'build' build; then
  check 'format' format
  if [[ -f web/package.json ]] && wanted 'web-lint web-tests web-journey' && step 'web-packages' web_packages; then
    # Two cores, two lanes: .NET's tests beside the web's.
    run_web_checks &
    web_lane=$!
  fi
  run_dotnet_tests
  if [[ -n ${web_lane:-} ]]; then
    wait "$web_lane" || echo 'web' >>"$work/failed-steps"
    run_journey
  fi
fi
node eng/lib/count-tests.mjs "$work/reports" "$work/failed-steps"
