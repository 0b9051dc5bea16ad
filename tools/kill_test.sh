#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Proves that a run is there whole or not at all: kills `tidu run` twenty times with SIGKILL, at any moment and while it writes, and
# looks after each kill whether every finished run verifies and is listed, what tidying up removes and whether the rest is as it was.
# Then the same for `tidu runs rescan` and `tidu runs gc`, and tidying up beside a run at work.
# usage: tools/kill_test.sh TIDU               takes about half a minute
#        tools/kill_test.sh --self-test TIDU   a program that writes into the folder with the final name is found
set -euo pipefail
shopt -s inherit_errexit nullglob
export LC_ALL=C.UTF-8

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
pid=
clean_up() {
  [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
kills=20
seed=${KILL_TEST_SEED:-$((EPOCHSECONDS % 32768))}

fail() {
  echo "error: kill_test: $* (KILL_TEST_SEED=$seed)" >&2
  exit 6
}

# A study with work for a moment, so that a kill meets reading, computing and writing alike.
make_study() {
  local file=$work/study/study.toml
  cp -r "$root/cases/china" "$work/study"
  sed -i 's/^adoption_panels = .*/adoption_panels = []/; s/^adoption_breaks/x-adoption_breaks/
    s/^\[measure\]$/[measure]\nrobustness_replicates = 64\ngap_replicates = 49\npermutations = 99/
    s/^\[baseline\]$/[baseline]\ndraws = 8\nvariance_draws = 3/' "$file"
  printf '\n[calibrate]\nparticles = 200\nmoves = 1\n\n[simulate]\ndraws = 5\nsupport_draws = 1\ncritical_draws = 1\n' >>"$file"
}

# pause MOST: waits up to MOST microseconds
pause() {
  local microseconds=$(((RANDOM * 32768 + RANDOM) % ($1 + 1)))
  sleep "$((microseconds / 1000000)).$(printf %06d $((microseconds % 1000000)))"
}

microseconds() { echo "${EPOCHREALTIME/./}"; }

# partial_folder: waits until a run writes, or has ended
partial_folder() {
  while kill -0 "$pid" 2>/dev/null; do
    set -- runs/china-*.partial
    [ $# -eq 0 ] || return 0
    sleep 0.001
  done
}

# something_written: waits until a run has written something, or has ended
something_written() {
  while kill -0 "$pid" 2>/dev/null; do
    set -- runs/china-*.partial/*
    [ $# -eq 0 ] || return 0
    sleep 0.001
  done
}

start() {
  "$tidu" "$@" --quiet >"$work/out" 2>"$work/err" &
  pid=$!
}

# die: kills what was started; true if it was still at work
die() {
  local code=0
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || code=$?
  pid=
  [ "$code" = 137 ] || [ "$code" = 0 ] || fail "ended by itself with $code: $(cat "$work/err")"
  [ "$code" = 137 ]
}

# finished: the folders that have the name of a finished run
finished() {
  local folder
  for folder in runs/china-*; do
    case $folder in *.partial) ;; *) echo "${folder#runs/}" ;; esac
  done
}

# state: every file of the finished runs and of what is not Tidu's, with its hash
state() { find runs -type f ! -name 'registry.sqlite*' ! -path 'runs/china-*.partial/*' -exec sha256sum {} + | sort -k 2; }

listed() { "$tidu" runs list --json --quiet | grep -oE '"run":"[^"]*"' | sed 's/"run":"//; s/"$//'; }

# examine WHAT: every finished run is whole and listed; tidying up leaves no unfinished one and touches nothing else
examine() {
  local run
  while read -r run; do
    "$tidu" verify "runs/$run" --quiet >/dev/null 2>"$work/err" || fail "$1: $run is not whole: $(cat "$work/err")"
  done < <(finished)
  diff <(finished) <(listed) >"$work/diff" || fail "$1: folders (<) and list (>) differ: $(cat "$work/diff")"
  state >"$work/before"
  "$tidu" runs gc --quiet >/dev/null || fail "$1: gc failed"
  set -- "$1" runs/china-*.partial
  [ $# -eq 1 ] || fail "$1: gc left $2"
  state | diff "$work/before" - >"$work/diff" || fail "$1: gc changed $(cat "$work/diff")"
}

# What lies beside runs and is not Tidu's to remove.
lay_decoys() {
  mkdir -p runs/notes.partial runs/other.partial.d
  echo mine | tee runs/notes.partial/a runs/other.partial.d/a runs/b.partial >runs/manifest.json
}

# measure_run: how long a run takes, and how long it writes
measure_run() {
  local begin writing end
  begin=$(microseconds)
  start run "$work/study"
  partial_folder
  writing=$(microseconds)
  wait "$pid" || fail "a run that nobody disturbs fails: $(cat "$work/err")"
  pid=
  end=$(microseconds)
  whole_time=$((end - begin))
  writing_time=$((end - writing))
}

kill_runs() {
  local i killed=0 half=0
  for ((i = 1; i <= kills; ++i)); do
    start run "$work/study"
    if ((i % 2)); then
      pause "$((whole_time * 5 / 4))"
    else
      partial_folder
      pause "$((writing_time * 5 / 4))"
    fi
    if die; then killed=$((killed + 1)); fi
    set -- runs/china-*.partial
    half=$((half + ($# > 0)))
    examine "kill $i of a run"
  done
  echo "kill_test: $killed of $kills runs killed at work, $half while they wrote, $(finished | wc -l) finished"
  [ "$half" -ge 3 ] || fail "only $half kills met a run that wrote: the test says nothing"
}

kill_tidying() {
  local i code
  for ((i = 1; i <= 5; ++i)); do
    start run "$work/study"
    partial_folder
    pause "$((writing_time / 2))"
    die || true
    state >"$work/before"
    start runs gc
    pause 20000
    die || true
    state | diff "$work/before" - >"$work/diff" || fail "kill $i of gc: $(cat "$work/diff")"
    examine "kill $i of gc"
  done
  # A run at work is left alone, and ends well. It is stopped once it has written something: while it makes its folder, it holds
  # the folder of runs, and tidying up would wait for it.
  start run "$work/study"
  something_written
  kill -STOP "$pid"
  "$tidu" runs gc --quiet >/dev/null
  set -- runs/china-*.partial
  kill -CONT "$pid"
  code=0
  wait "$pid" || code=$?
  pid=
  [ "$#:$code" = 1:0 ] || fail "gc beside a run at work: $# folders left, the run ended with $code: $(cat "$work/err")"
  examine 'gc beside a run at work'
}

# A folder with many runs, of which a list needs the manifests alone.
kill_rescans() {
  local i run example
  example=$(finished | head -n 1)
  mkdir "$work/many" && cd "$work/many"
  mkdir runs
  for ((i = 0; i < 300; ++i)); do
    run=runs/china-20260101T000000Z-$(printf %08x "$i")
    mkdir "$run"
    cp "$work/runs/$example"/manifest.* "$run"
  done
  local begin rescan_time killed=0
  begin=$(microseconds)
  "$tidu" runs rescan --quiet >/dev/null || fail 'a rescan that nobody disturbs fails'
  rescan_time=$(($(microseconds) - begin))
  for ((i = 1; i <= 10; ++i)); do
    case $((i % 3)) in
      0) rm runs/registry.sqlite ;;
      1) echo damaged >runs/registry.sqlite ;;
    esac
    start runs rescan
    pause "$rescan_time"
    if die; then killed=$((killed + 1)); fi
    diff <(finished) <(listed) >"$work/diff" || fail "kill $i of a rescan: folders (<) and list (>): $(cat "$work/diff")"
  done
  echo "kill_test: $killed of 10 rescans of 300 runs killed at work"
  cd "$work"
}

run_tests() {
  make_study
  cd "$work"
  mkdir runs
  lay_decoys
  RANDOM=$seed
  measure_run
  examine 'a run that nobody disturbs'
  kill_runs
  kill_tidying
  kill_rescans
}

# A program that gives the folder its final name before all is in it.
self_test() {
  cat >"$work/hasty" <<SCRIPT
#!/usr/bin/env bash
[ "\$1" = run ] || exec "$tidu" "\$@"
"$tidu" run "\$2" --quiet --out '$work/good' >/dev/null
for run in '$work'/good/*; do
  [ -d "\$run" ] || continue
  mkdir -p "runs/\${run##*/}.partial" && mv "runs/\${run##*/}.partial" "runs/\${run##*/}"
  cp "\$run/manifest.json" "runs/\${run##*/}/"
  for file in "\$run"/*; do sleep 0.05 && cp -r "\$file" "runs/\${run##*/}/"; done
done
rm -rf '$work/good'
SCRIPT
  chmod +x "$work/hasty"
  local code=0
  (tidu=$work/hasty && kills=20 && run_tests) >"$work/talk" 2>&1 || code=$?
  if [ "$code" != 6 ] || ! grep -q 'is not whole' "$work/talk"; then
    fail "a hasty program was not found: $code: $(cat "$work/talk")"
  fi
  echo 'kill_test: a program that writes into the final folder is found'
}

case ${1-} in
  --self-test)
    tidu=$(readlink -f "${2:?usage: tools/kill_test.sh --self-test TIDU}")
    self_test
    ;;
  *)
    tidu=$(readlink -f "${1:?usage: tools/kill_test.sh TIDU}")
    begin=$SECONDS
    run_tests
    echo "kill_test: all well in $((SECONDS - begin)) s (KILL_TEST_SEED=$seed)"
    ;;
esac
