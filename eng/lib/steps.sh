# shellcheck shell=bash
# Steps: each is a name and a command. What it prints is shown only when it fails, so that the end of a run is readable.
work=${work:?a folder for logs and marks}
filter=${filter:-} # part of a step's name; empty: every step
mkdir -p "$work/logs" "$work/reports" "$work/running"

wanted() { [[ -z $filter || ${1,,} == *"${filter,,}"* ]]; }

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# start LOG COMMAND…: in the background, as a process group of its own that stop_all can end as a whole. Sets $started.
start() {
  local log=$1
  shift
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  started=$!
  set +m
  : >"$work/running/$started"
}

# step NAME COMMAND…: a failure is marked and the run goes on.
step() {
  local name=$1 began=$EPOCHREALTIME log=$work/logs/$1 status=0
  shift
  start "$log" "$@"
  local pid=$started
  wait "$pid" || status=$?
  rm -f "$work/running/$pid"
  if ((status == 0)); then
    printf '  ok      %-24s %6s s\n' "$name" "$(seconds_since "$began")"
  else
    printf '  FAILED  %-24s %6s s\n%s\n' "$name" "$(seconds_since "$began")" "$(sed 's/^/    | /' "$log")"
    echo "$name" >>"$work/failed-steps"
  fi
  return "$status"
}

# As step, for those the filter may leave out.
check() { if wanted "$1"; then step "$@" || true; fi; }

# Asks every process group still running to end, and insists after five seconds.
stop_all() {
  local file groups=() left=50
  for file in "$work"/running/*; do
    if [[ -e $file ]]; then groups+=("-${file##*/}"); fi
  done
  if ((${#groups[@]} == 0)); then return 0; fi
  kill -TERM -- "${groups[@]}" 2>/dev/null || true
  while ((left-- > 0)) && kill -0 -- "${groups[@]}" 2>/dev/null; do sleep 0.1; done
  kill -KILL -- "${groups[@]}" 2>/dev/null || true
}
