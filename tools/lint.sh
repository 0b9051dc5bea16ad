#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a reader should not have to look for: shellcheck over all scripts, and the rules of CONTRIBUTING.md that a pattern can see.
# usage: tools/lint.sh [ROOT]        the files that git knows under ROOT
#        tools/lint.sh --self-test   an offender of each kind is found
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C.UTF-8

longest=450

# rule NAME PATTERN FILE...: a finding for each line that matches
rule() {
  local name=$1 pattern=$2
  shift 2
  [ $# -gt 0 ] || return 0
  { grep -HnIP -- "$pattern" "$@" || [ $? = 1 ]; } | sed -E "s/^([^:]*:[0-9]+):.*/\1: $name/"
}

# keys CATALOGUE: its keys with their sections
keys() {
  awk '/^\[/ { section = $1 } /^[A-Za-z0-9_."-]+ *=/ { print section, $1 }' "$1"
}

# first_line N PATTERN FILE...: a finding where line N does not match
first_line() {
  local n=$1 pattern=$2 file
  shift 2
  for file in "$@"; do
    sed -n "${n}p" "$file" | grep -qE -- "$pattern" || echo "$file:$n: the licence line is missing"
  done
}

# findings: one a line, FILE:LINE: what, of the files in the array `files`
findings() {
  local file lines scripts=() code=() sources=() texts=()
  for file in "${files[@]}"; do
    case $file in
      *.png | fuzz/corpus/* | */package-lock.json) continue ;;
      LICENSE) continue ;;
      *.cpp | *.h) code+=("$file") sources+=("$file") ;;
      *.sh | run | .ci/run) scripts+=("$file") sources+=("$file") ;;
      *.js | *.mjs | *.css | *.cmake | */CMakeLists.txt | CMakeLists.txt | *.toml) sources+=("$file") ;;
    esac
    texts+=("$file")
  done

  [ ${#scripts[@]} = 0 ] || shellcheck -x -f gcc "${scripts[@]}" || true
  first_line 1 '^// SPDX-License-Identifier: Apache-2\.0$' "${code[@]}"
  if [ ${#code[@]} -gt 0 ] && [ -f .clang-format ] && command -v clang-format-19 >/dev/null; then
    clang-format-19 --dry-run "${code[@]}" 2>&1 | sed -nE 's/^([^:]*:[0-9]+):[0-9]+: warning: .*/\1: not in the format of the house/p' | sort -u
  fi
  for file in "${scripts[@]}"; do
    # what is sourced has no shebang
    case $(head -c 2 "$file") in
      '#!') first_line 2 '^# SPDX-License-Identifier: Apache-2\.0$' "$file" ;;
      *) first_line 1 '^# SPDX-License-Identifier: Apache-2\.0$' "$file" ;;
    esac
  done
  # The names of variables are free: only what stands as a word for unfinished work counts. [x] keeps this file from finding itself.
  rule 'a word for unfinished work' '\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|(?i)(//|#|/\*|;).*\b(s[t]ub|p[l]aceholder)\b' "${sources[@]}"
  rule 'a path of one machine' '(?<![\w.$}*])/(home|root|work|Users)/[\w.]' "${texts[@]}"
  rule 'a tab' '\t' "${sources[@]}"
  rule 'a blank at the end' '[ \t\r]+$' "${texts[@]}"
  for file in "${sources[@]}"; do
    case $file in study/texts/*.toml) continue ;; esac
    lines=$(wc -l <"$file")
    [ "$lines" -le $longest ] || echo "$file:$lines: longer than $longest lines"
  done
  for file in "${texts[@]}"; do
    [ ! -s "$file" ] || [ -z "$(tail -c 1 "$file")" ] || echo "$file:$(wc -l <"$file"): the last line has no end"
  done
  if [ -f study/texts/en.toml ] && [ -f study/texts/zh.toml ]; then
    diff <(keys study/texts/en.toml | sort) <(keys study/texts/zh.toml | sort) |
      sed -nE 's/^< (.*)/study\/texts\/zh.toml:1: lacks \1/p; s/^> (.*)/study\/texts\/en.toml:1: lacks \1/p' || true
  fi
}

lint() {
  local found
  command -v shellcheck >/dev/null || { echo 'error: lint: shellcheck is not installed' >&2 && exit 4; }
  cd "$1"
  mapfile -t files < <(git ls-files --cached --others --exclude-standard | while read -r file; do [ ! -f "$file" ] || echo "$file"; done)
  found=$(findings)
  [ -z "$found" ] || printf '%s\n' "$found"
  echo "lint: ${#files[@]} files, $(grep -c . <<<"$found" || true) findings"
  [ -z "$found" ]
}

self_test() {
  local tree tested=0 name file wanted found
  tree=$(mktemp -d)
  # shellcheck disable=SC2064  # the folder of now
  trap "rm -rf '$tree'" EXIT
  git init -q "$tree"
  mkdir -p "$tree/core" "$tree/study/texts" "$tree/.ci"
  # offender NAME FILE WANTED: standard input as FILE is found with WANTED, or not at all where WANTED is empty
  offender() {
    name=$1 file=$2 wanted=$3
    cat >"$tree/$file"
    found=$(lint "$tree" || true)
    rm "$tree/$file"
    tested=$((tested + 1))
    case $wanted:$found in
      :*' 0 findings') ;;
      ?*:"$file":*"$wanted"*) ;;
      *) echo "error: lint: $name: wanted '$wanted', found: $found" >&2 && exit 6 ;;
    esac
  }
  local licence='SPDX-License-Identifier: Apache-2.0'
  offender 'a clean source' core/a.h '' <<<"// $licence"
  offender 'a clean script' core/a.sh '' <<<"#!/bin/sh
# $licence
echo"
  cp "$(dirname "$0")/../.clang-format" "$tree/.clang-format"
  if command -v clang-format-19 >/dev/null; then
    offender 'not formatted' core/a.h 'not in the format' < <(printf '// %s\nint   a;\n' "$licence")
  fi
  offender 'no licence' core/a.h licence <<<'int a;'
  offender 'no licence in a script' core/a.sh licence <<<'#!/bin/sh'
  offender 'no licence in what is sourced' run licence <<<'# shellcheck shell=sh'
  offender 'a script that shellcheck dislikes' .ci/run SC2086 <<<"#!/bin/sh
# $licence
echo \$1"
  # written with a dot, so that this file does not find itself
  for name in T.ODO F.IXME X.XX H.ACK s.tub P.laceholder; do
    offender "$name" core/a.cpp unfinished <<<"// $licence
// ${name/./}"
  done
  offender 'a variable of such a name' core/a.cpp '' < <(printf '// %s\nint s%s;\n' "$licence" tub)
  for name in home root work; do
    offender "/$name" a.md 'one machine' <<<"see /$name/a"
  done
  offender 'a path in the project' a.md '' <<<'see core/home/a and https://example.org/home/a'
  offender 'a tab' core/a.cpp 'a tab' < <(printf '// %s\n\tint a;\n' "$licence")
  offender 'a blank at the end' a.md 'a blank' < <(printf 'a \n')
  offender 'no end of line' a.md 'no end' < <(printf 'a')
  offender 'a long file' core/a.h longer < <(echo "// $licence" && seq -f '// %g' $longest)
  printf '[a]\nx = "1"\n' >"$tree/study/texts/zh.toml"
  offender 'equal catalogues' study/texts/en.toml '' < <(printf '[a]\nx = "2"\n')
  offender 'a text that is missing' study/texts/en.toml 'lacks' < <(printf '[a]\n')
  rm "$tree/study/texts/zh.toml"
  printf '[a]\nx = "1"\n' >"$tree/study/texts/en.toml"
  offender 'a text that is missing in Chinese' study/texts/zh.toml 'lacks [a] x' < <(printf '[b]\nx = "1"\n')
  echo "lint: $tested cases, each as it should be"
}

case ${1:-} in
  --self-test) self_test ;;
  *) lint "${1:-$(dirname "$0")/..}" ;;
esac
