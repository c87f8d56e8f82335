#!/usr/bin/env bash
# Runs the examples of the documentation against a server of this source tree and compares what they answer with what is printed.
#
#   eng/check-docs.sh [page…]      without a page: docs/api/*.md and README.md's "Usage"
#
# Every page runs from top to bottom in one shell that knows only $K. Compared are the members of the JSON below a block, and the
# comments in it: JSON by its members, text word by word unless it is cut with "…". Links between files must lead somewhere.
# A block of another language that follows the words "Save as `NAME`" is saved and run, with the server's address for 127.0.0.1:8000.
# Needs curl, jq and python3; Dart's blocks are run where there is a Dart.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=eng/lib/server.sh
. eng/lib/server.sh
# shellcheck source=eng/lib/needs.sh
. eng/lib/needs.sh

failures=0
compared=0
fail() {
  echo "  $1" >&2
  failures=$((failures + 1))
}

# The members of each JSON line of the input, list indexes left out; "…" in place of a value counts as one.
members() {
  sed -E 's/([:[,])…/\1null/g' | jq -c '[paths | map(if type == "number" then 0 else . end)] | unique' 2>/dev/null
}

# Splits a page into N.sh, N.json where a block of JSON is the next block, and the files to save, which their N.sh runs.
split() {
  awk -v to="$2" -v only="$3" -v address="${K#http://}" '
    /^## / && only != "" { off = ($0 != "## " only) }
    off { next }
    !kind && match($0, /Save as `[^`]+`/) { name = substr($0, RSTART + 9, RLENGTH - 10) }
    /^```[a-z]+$/ && !kind && name != "" { kind = "file"; n++; print "run " name > (to "/" n ".sh"); next }
    /^```bash$/ && !kind { kind = "sh"; n++; next }
    /^```json$/ && !kind { kind = (last == "sh") ? "json" : "skip"; next }
    /^```/ && !kind { kind = "skip"; next }
    /^```$/ { last = kind; kind = ""; name = ""; next }
    kind == "file" {
      gsub(/127\.0\.0\.1:8000/, address)
      print > (to "/" name)
      if (sub(/^(\/\/|#) /, "# ")) print > (to "/" n ".sh")
    }
    kind == "sh" || kind == "json" { print > (to "/" n "." kind) }' "$1"
}

# Every page's shell has these. A line's end after every answer, so that two of them are two lines. A C# file is built on the side.
functions() {
  cat <<'EOF'
curl() { command curl "$@" | awk "{ print }"; }
run() {
  case $1 in
    *.mjs) node --no-warnings --experimental-websocket "$1" ;;
    *.py) python3 "$1" ;;
    *.cs) mkdir -p build && XDG_DATA_HOME=$PWD/build UseSharedCompilation=false dotnet run "$1" ;;
    *.dart) dart run "$1" ;;
    *) echo "nothing here runs $1" >&2 ;;
  esac
}
EOF
}

check_comment() {
  local expected=$1 output=$2 wanted
  if wanted=$(members <<<"$expected") && [[ -n $wanted && $expected == '{'* ]]; then
    grep '^{' "$output" | members | grep -qxF -- "$wanted" || fail "nothing answered has the members of: $expected"
  elif [[ $expected == *…* ]]; then
    return
  else
    grep -qxF -- "$expected" "$output" || fail "nothing answered is: $expected"
  fi
  compared=$((compared + 1))
}

check_page() {
  local page=$1 folder=$work/${1//\//_} only='' script block n
  if [[ $page == README.md ]]; then only=Usage; fi
  mkdir "$folder"
  split "$page" "$folder" "$only"
  script=$folder/page
  { echo 'set -u'; functions; } >"$script"
  for ((n = 1; ; n++)); do
    [[ -f $folder/$n.sh ]] || break
    if ! has_dart && grep -q '^run .*\.dart$' "$folder/$n.sh"; then
      echo "$page: not run, because there is no Dart here: $(sed -n 's/^run //p' "$folder/$n.sh")"
      continue
    fi
    { echo '{'; grep -v '^K=' "$folder/$n.sh" || true; echo ":; } >'$folder/$n.out'"; } >>"$script"
  done
  [[ $n -gt 1 ]] || return 0
  echo "$page: $((n - 1)) blocks"
  (cd "$folder" && K=$K bash "$script") 2>"$folder/errors" || fail 'the page ended early'
  [[ ! -s $folder/errors ]] || fail "$(cat "$folder/errors")"
  for block in "$folder"/*.sh; do
    local output=${block%.sh}.out json=${block%.sh}.json line
    [[ -f $output ]] || continue
    if grep -qx 'null' "$output"; then fail "null was answered by: $(head -n 1 "$block")"; fi
    if [[ -f $json ]]; then
      compared=$((compared + 1))
      [[ -n $(members <"$json") ]] || fail "not JSON: $(head -n 1 "$json")"
      [[ $(members <"$json") == "$(members <"$output")" ]] || fail "other members than printed: $(head -n 1 "$block")"
    fi
    while IFS= read -r line; do check_comment "${line#\# }" "$output"; done < <(grep '^# ' "$block" || true)
  done
}

check_links() {
  local page target
  while IFS= read -r page; do
    while IFS= read -r target; do
      compared=$((compared + 1))
      [[ -e $(dirname "$page")/$target ]] || fail "$page: leads nowhere: $target"
    done < <(grep -oE '\]\([^)#]+' "$page" | cut -c3- | grep -v '^http' || true)
  done < <(git ls-files '*.md')
}

check_links
start_server docs KITH_RATE_LIMITS=off
K=$url
if [[ $# -eq 0 ]]; then set -- docs/api/*.md README.md; fi
for page; do check_page "$page"; done
echo "$compared compared, $failures failed"
[[ $failures -eq 0 ]]
