#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Proves that core has the same bits with g++ and clang, on any number of threads, at any alignment, on CPUs without FMA, AVX2
# and AVX512, and in WebAssembly: runs `tidu checksum --list` in each way and names the first kernel that differs.
# usage: tools/compare_checksums.sh                       builds both programs and the module in build/
#        tools/compare_checksums.sh MODULE.wasm TIDU...   compares these (tidu or tidu_checksum_list); the first is the reference
#        tools/compare_checksums.sh --self-test           a difference and a failing program are found
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The names of glibc 2.33 and later; control() proves that they work here.
without_fma='glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA,-FMA4'
runs=0

fail() {
  echo "error: compare_checksums: $*" >&2
  exit 6
}

# compare WHAT COMMAND...: runs the command and compares its lines with those of the first run
compare() {
  what=$1
  shift
  "$@" >"$work/list" 2>"$work/talk" || fail "$what: $* failed: $(cat "$work/talk")"
  runs=$((runs + 1))
  if [ "$runs" -eq 1 ]; then
    mv "$work/list" "$work/reference"
    [ "$(wc -l <"$work/reference")" -gt 40 ] || fail "$what: fewer than 40 kernels"
  elif ! cmp -s "$work/reference" "$work/list"; then
    kernel=$(diff "$work/reference" "$work/list" | awk '/^[<>]/ { print $3; exit }')
    fail "$what: the kernel $kernel differs from the first run"
  fi
}

# glibc's own exp and sin give other bits without FMA. Where the CPU has FMA and the bits stay the same, the tunable has lost its
# effect, and the comparison would prove nothing.
control() {
  grep -qw fma /proc/cpuinfo || return 0
  cat >"$work/control.c" <<'SOURCE'
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
int main(void) {
  uint64_t hash = 0;
  for (int i = 0; i < 1000000; ++i) {
    const double values[2] = {exp(i * 1e-5), sin(i * 1e-3)};
    for (int k = 0; k < 2; ++k) {
      uint64_t bits;
      memcpy(&bits, &values[k], sizeof bits);
      hash = (hash ^ bits) * 0x9E3779B97F4A7C15u;
    }
  }
  printf("%016llx\n", (unsigned long long)hash);
}
SOURCE
  "${CC:-cc}" -O1 -fno-builtin -o "$work/control" "$work/control.c" -lm
  [ "$("$work/control")" != "$(GLIBC_TUNABLES=$without_fma "$work/control")" ] ||
    fail "GLIBC_TUNABLES=$without_fma has no effect with this glibc"
}

# compare_all MODULE TIDU...
compare_all() {
  module=$1
  shift
  for program in "$@"; do
    for threads in 1 2 4; do
      compare "$program on $threads threads" "$program" checksum --list --threads "$threads"
    done
    for shift in 1 3 5; do
      compare "$program with inputs shifted by $shift" "$program" checksum --list --threads 2 --shift "$shift"
    done
    compare "$program without FMA" env GLIBC_TUNABLES="$without_fma" "$program" checksum --list --threads 2
  done
  compare "WebAssembly" node "$root/tools/wasm_checksum.mjs" "$module"
  compare "WebAssembly with inputs shifted by 3" node "$root/tools/wasm_checksum.mjs" "$module" 3
  echo "compare_checksums: $runs runs, the same bits in all of $(($(wc -l <"$work/reference") - 1)) kernels"
}

# build PRESET FOLDER TARGETS [CACHE_ENTRY]
build() {
  log=$work/build.log
  # shellcheck disable=SC2086  # the targets are words
  if ! { cmake -S "$root" --preset "$1" -B "$2" ${4+"$4"} && cmake --build "$2" --target $3; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "building $3 with preset $1 failed"
  fi
}

self_test() {
  for i in $(seq 1 50); do echo "0123456789abcdef  kernel.$i"; done >"$work/kernels"
  cat >"$work/good" <<PROGRAM
#!/bin/sh
cat "$work/kernels"
PROGRAM
  cat >"$work/threads" <<PROGRAM
#!/bin/sh
case "\$*" in *"--threads 4"*) sed 's/^0\(.*kernel.7\)\$/1\1/' "$work/kernels" ;; *) cat "$work/kernels" ;; esac
PROGRAM
  cat >"$work/fma" <<PROGRAM
#!/bin/sh
if [ -n "\${GLIBC_TUNABLES-}" ]; then sed 's/^0\(.*kernel.9\)\$/1\1/' "$work/kernels"; else cat "$work/kernels"; fi
PROGRAM
  printf '#!/bin/sh\nexit 3\n' >"$work/broken"
  chmod +x "$work/good" "$work/threads" "$work/fma" "$work/broken"
  for wanted in 'threads:on 4 threads: the kernel kernel.7 differs' 'fma:without FMA: the kernel kernel.9 differs' 'broken:failed'; do
    program=$work/${wanted%%:*}
    if (compare_all none "$work/good" "$program") >"$work/out" 2>&1; then
      echo "error: compare_checksums: the program '${wanted%%:*}' was not found out" >&2
      exit 6
    fi
    grep -qF "${wanted#*:}" "$work/out" || { cat "$work/out" >&2; exit 6; }
  done
  echo "compare_checksums: 3 programs that differ, each found out"
}

if [ "${1-}" = --self-test ]; then
  self_test
  exit 0
fi
control
if [ $# -eq 0 ]; then
  # tidu_pure: what tools/check_purity.sh looks at afterwards
  build release "$root/build/checksum-gcc" "tidu_checksum_list tidu_pure" -DCMAKE_CXX_COMPILER=g++
  build clang "$root/build/clang" tidu_checksum_list
  build wasm "$root/build/wasm" tidu_core
  list=app/checksum_list/tidu_checksum_list
  set -- "$root/build/wasm/app/wasm/tidu_core.wasm" "$root/build/checksum-gcc/$list" "$root/build/clang/$list"
fi
compare_all "$@"
