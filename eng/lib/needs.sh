# shellcheck shell=bash
# What the tests need on this machine: .NET and Node are asked for, the rest is installed where apt-get can.

# Exit status 2: the reader has to install something first.
need_toolchain() {
  local missing=0 dotnet_major=0 node_major=0
  if command -v dotnet >/dev/null; then dotnet_major=$(dotnet --version 2>/dev/null | cut -d. -f1 || true); fi
  if command -v node >/dev/null; then node_major=$(node -p 'process.versions.node.split(".")[0]'); fi
  if ((${dotnet_major:-0} < 10)); then
    echo "Install the .NET SDK 10: https://dotnet.microsoft.com/download" >&2
    missing=1
  fi
  if ((node_major < 20)) || ! command -v npm >/dev/null; then
    echo "Install Node.js 20.19 or later, with npm: https://nodejs.org/" >&2
    missing=1
  fi
  if ((missing)); then exit 2; fi
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { [[ -n $(find_chromium) ]]; }
find_chromium() { command -v chromium || command -v google-chrome || command -v google-chrome-stable || true; }
# Debian has no package of it: the one example in it is run where somebody installed it.
has_dart() { command -v dart >/dev/null; }
has_sqlite() { [[ $(uname) == Darwin ]] || compgen -G '/usr/lib*/libsqlite3.so.0' >/dev/null || compgen -G '/usr/lib/*/libsqlite3.so.0' >/dev/null; }

# Packages that are missing, as Debian names them. Ubuntu has no chromium package: Playwright brings its own there.
missing_packages() {
  has_sqlite || echo libsqlite3-0
  has_postgres || echo postgresql
  has_chromium || [[ $(os_id) == ubuntu ]] || echo chromium
  command -v jq >/dev/null || echo jq
  command -v curl >/dev/null || echo curl
  command -v python3 >/dev/null || echo python3
}

os_id() { (. /etc/os-release 2>/dev/null && echo "${ID:-}") || true; }

need_packages() {
  local packages sudo=()
  mapfile -t packages < <(missing_packages)
  if ((${#packages[@]} == 0)); then return; fi
  if [[ $(id -u) != 0 ]]; then sudo=(sudo); fi
  if ! command -v apt-get >/dev/null || ((${#sudo[@]})) && ! command -v sudo >/dev/null; then
    echo "The tests need these, by Debian's names: ${packages[*]}. Install them and start again." >&2
    # PostgreSQL's tests are skipped without it; the rest can't do without.
    if [[ ${packages[*]} == postgresql && ${CI:-} != true ]]; then return; fi
    exit 2
  fi
  echo "Installing ${packages[*]}"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

# Run in the web folder, after npm ci.
need_browser() {
  if has_chromium; then return; fi
  if [[ $(os_id) == ubuntu ]]; then npx playwright install --with-deps chromium; else npx playwright install chromium; fi
}
