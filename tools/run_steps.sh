# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154  # what ./run sets
# What the verbs of ./run do. Uses $verb, $dry, $jobs of ./run.

passed=0
failed=0

refuse_sudo() {
  if [ "$(id -u)" = 0 ] && [ "${SUDO_UID:-0}" != 0 ] && [ "$(stat -c %u .)" = "$SUDO_UID" ]; then
    say sudo
    exit 2
  fi
}

# fitting_jobs: one a core, but no more than memory allows (a compiler takes up to 1.5 GB)
fitting_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' "${TIDU_MEMINFO:-/proc/meminfo}")
  [ "$memory" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

take_lock() {
  mkdir -p build
  exec 9>>build/.lock
  if ! flock -n 9; then
    say locked "$(tail -n 1 build/.lock)"
    exit 4
  fi
  echo $$ >build/.lock
}

enough_space() {
  local free
  free=$(df -Pm . | awk 'NR == 2 { print $4 }')
  if [ "$free" -lt "$1" ]; then
    say space "$1" "$PWD" "$free"
    exit 4
  fi
}

clean() {
  [ -d build ] || { say clean_nothing && return; }
  if [ "$dry" = yes ]; then
    say would "rm -rf $PWD/build"
  else
    take_lock
    rm -rf build
    say cleaned
  fi
}

# logged LOG COMMAND...: runs with all that is said in the log; on a terminal the last line is shown while it runs
logged() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if [ ! -t 2 ]; then
    "$@" >>"$log" 2>&1 9>&-
    return
  fi
  spin "$log" 9>&- &
  spinner=$!
  local code=0
  "$@" >>"$log" 2>&1 9>&- || code=$?  # in the foreground, so that Ctrl-C reaches it
  stop_spinner
  return "$code"
}

spinner=
spin() {
  while sleep 0.5; do printf '\r\033[K  %.76s' "$(tail -n 1 "$1" 2>/dev/null | tr -d '\r\033')" >&2; done
}
stop_spinner() {
  [ -n "$spinner" ] || return 0
  kill "$spinner" 2>/dev/null || true
  wait "$spinner" 2>/dev/null || true
  spinner=
  printf '\r\033[K' >&2
}

# step NAME COMMAND...: one line when it is done; its log and last lines when it fails
step() {
  local name=$1 log=build/logs/${1//[^a-z0-9]/-}.log begin=$SECONDS
  shift
  if [ "$dry" = yes ]; then
    say would "$*"
    return 0
  fi
  mkdir -p build/logs
  : >"$log"
  if logged "$log" "$@"; then
    passed=$((passed + 1))
    printf '  %-44s %5s s\n' "$name" $((SECONDS - begin)) >&2
    return 0
  fi
  failed=$((failed + 1))
  tail -n 40 "$log" >&2
  say failed "$name" "$log"
  return 1
}

# must NAME COMMAND...: a step without which the following ones make no sense
must() { step "$@" || finish; }

# built PRESET [TARGET...]: configures once and builds
built() {
  local preset=$1
  shift
  if [ "$dry" = yes ] || [ ! -f "build/$preset/build.ninja" ]; then must "configure $preset" cmake --preset "$preset"; fi
  must "build $preset" cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"}
}

# finish: the closing line, and whether all went well
finish() {
  [ "$dry" = yes ] && exit 0
  [ "$verb" = test ] || [ "$verb" = check ] && echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] || exit 1
  exit 0
}

verb_build() {
  built release tidu
  [ "$dry" = yes ] || say built build/release/app/cli/tidu
}

verb_demo() {
  built release tidu
  if [ "$dry" = yes ]; then
    say would "build/release/app/cli/tidu run cases/china"
    return
  fi
  local report
  report=$(build/release/app/cli/tidu --lang "$language" run cases/china 9>&-)
  say report "$PWD/$report"
  say open
}

# count_tests LOG: adds the tests that ctest or node counted, in the place of the step that ran them
count_tests() {
  local log=build/logs/$1.log all bad
  all=$(sed -nE 's/^.*tests failed out of ([0-9]+)$/\1/p; s/^# tests ([0-9]+)$/\1/p' "$log" | tail -n 1)
  bad=$(sed -nE 's/^.*, ([0-9]+) tests failed out of .*$/\1/p; s/^# fail ([0-9]+)$/\1/p' "$log" | tail -n 1)
  [ -n "$all" ] || return 0
  passed=$((passed + all - ${bad:-0} - (${bad:-0} == 0 ? 1 : 0)))
  failed=$((failed + ${bad:-0} - (${bad:-0} > 0 ? 1 : 0)))
}

# ctest_of PRESET [OPTION...]
ctest_of() {
  local name="tests $1" folder=build/$1
  shift
  step "$name" ctest --test-dir "$folder" -j "$jobs" --output-on-failure --no-tests=error "$@" || true
  [ "$dry" = yes ] || count_tests "${name//[^a-z0-9]/-}"
}

same_in_wasm() {
  node tools/wasm_checksum.mjs build/wasm/app/wasm/tidu_core.wasm | diff - <("$1" checksum --list --quiet)
}

web_tests() {
  if ! cmp -s tests/web/package-lock.json tests/web/node_modules/.installed; then
    (cd tests/web && npm ci --no-audit --no-fund) || { say no_web && return 1; }
    cp tests/web/package-lock.json tests/web/node_modules/.installed
  fi
  rm -rf build/web
  local report
  report=$("$1" run cases/china --out build/web --quiet)
  printf 'region,year,a,b\nNorth,2020,1,5\nNorth,2021,2,7\nSouth,2020,3,4\nSouth,2021,4,4\n' >build/web/two.csv
  local small
  small=$("$1" measure build/web/two.csv --out build/web --quiet)
  TIDU_REPORT=$PWD/$report TIDU_SMALL_REPORT=$PWD/$small node --test --test-reporter=tap tests/web/report.test.mjs
}

# fixed_seeds: properties draw the same inputs each time, unless the caller has said what they draw ('' for new ones)
fixed_seeds() { export RC_PARAMS=${RC_PARAMS-seed=20261126}; }

verb_test() {
  fixed_seeds
  local preset=${TIDU_TEST_PRESET:-dev}
  built "$preset"
  ctest_of "$preset"
  built wasm
  step 'core in WebAssembly: no imports, same bits' same_in_wasm "build/$preset/app/cli/tidu" || true
  step 'report in a browser' web_tests "build/$preset/app/cli/tidu" || true
  [ "$dry" = yes ] || count_tests report-in-a-browser
  finish
}

# fuzz TARGET: twenty seconds beyond the seeds; a finding stays in build/fuzz
fuzz() {
  local corpus=build/fuzz/corpus/$1
  mkdir -p "$corpus"
  cp -n fuzz/corpus/"$1"/* "$corpus"
  build/fuzz/fuzz/"tidu_fuzz_$1" -max_total_time=20 -max_len=4096 -artifact_prefix=build/fuzz/ -print_final_stats=1 "$corpus"
}

verb_check() {
  local folder
  fixed_seeds
  step 'scripts and sources' tools/lint.sh || true
  step 'the linter finds its offenders' tools/lint.sh --self-test || true
  step 'promises of ./run' tools/test_run.sh || true
  built clang
  step 'same bits with g++, clang, WebAssembly' tools/compare_checksums.sh || true
  step 'purity of core' tools/check_purity.sh build/checksum-gcc || true
  ctest_of clang -LE '^once$'
  step 'kill -9 at any moment (slow)' tools/kill_test.sh build/clang/app/cli/tidu || true
  step 'a program that writes by halves is found' tools/kill_test.sh --self-test build/clang/app/cli/tidu || true
  built tsan tidu_exec_tests
  step 'thread sanitizer: std::thread executor' build/tsan/exec/tidu_exec_tests '--gtest_filter=*ThreadExecutor*:*/0.*' || true
  built fuzz tidu_fuzz_csv tidu_fuzz_names tidu_fuzz_study tidu_fuzz_results tidu_fuzz_workbook tidu_base_tests tidu_economy_tests \
    tidu_data_tests tidu_study_tests tidu_store_tests tidu_report_tests tidu_diffusion_agents_tests
  for folder in core/base core/economy data study store report; do
    step "address sanitizer: $folder" "build/fuzz/$folder/tidu_${folder##*/}_tests" || true
  done
  step 'address sanitizer: kernels of the agents' build/fuzz/core/diffusion/agents/tidu_diffusion_agents_tests \
    '--gtest_filter=*Kernel*:*CountsAndContacts*:Checkpoint.*:Graph.*:GraphTable.*:Ranks.AnyNumber*' || true
  for folder in csv names study results workbook; do step "fuzzing: $folder" fuzz "$folder" || true; done
  finish
}

verb_bench() {
  built release tidu tidu_bench_all
  must 'bench' bench/run.sh build/release
  [ "$dry" = yes ] || cat build/logs/bench.log
}
