#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times the bundled study as a user runs it, and the slowest parts: bench/run.sh BUILD_DIR.
set -euo pipefail
build=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for run in 1 2 3 4 5; do
  begin=$(date +%s%N)
  "$build/app/cli/tidu" run cases/china --threads 2 --quiet --out "$out/$run" >/dev/null
  echo $((($(date +%s%N) - begin) / 1000000))
done | sort -n | awk '{ t[NR] = $1 } END { printf "tidu run cases/china, 2 threads: median %.2f s (%.2f to %.2f)\n", t[3] / 1000, t[1] / 1000, t[NR] / 1000 }'
"$build/bench/tidu_bench" "$build/scaling.svg"
"$build/bench/tidu_bench_economy" "$build/economy_cost.csv" "$build/economy_cost.svg"
module=build/wasm/app/wasm/tidu_core.wasm
[ ! -e "$module" ] || node tools/wasm_years.mjs "$module"
"$build/bench/tidu_bench_agents"
if [ -x "$build/bench/tidu_bench_ranks" ] && command -v mpirun >/dev/null; then
  root=()
  [ "$(id -u)" != 0 ] || root=(--allow-run-as-root)
  mpirun "${root[@]}" --bind-to none -np 1 "$build/bench/tidu_bench_ranks" 190 2
  mpirun "${root[@]}" --bind-to none -np 2 "$build/bench/tidu_bench_ranks" 190 1
fi
