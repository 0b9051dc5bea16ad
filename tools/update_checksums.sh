#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the hashes that a program gives into app/checksum/expected.h, after a change of results that is meant; first run
# tools/compare_checksums.sh, which proves that they are the same everywhere.
# usage: tools/update_checksums.sh TIDU
set -eu

program=${1:?usage: tools/update_checksums.sh TIDU}
header=$(cd "$(dirname "$0")/.." && pwd)/app/checksum/expected.h
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" checksum --list --quiet >"$work/list"
awk -v list="$work/list" '
  BEGIN { while ((getline line < list) > 0) { split(line, part, " "); if (part[2] == "combined") all = part[1]; else { hash[++n] = part[1]; name[n] = part[2] } } }
  /kExpectedKernels\{\{$/ {
    sub(/ExpectedHash, [0-9]+/, "ExpectedHash, " n)
    print
    for (i = 1; i <= n; ++i) printf "    {\"%s\", \"%s\"},\n", name[i], hash[i]
    skip = 1
    next
  }
  /^\}\};$/ { skip = 0 }
  skip { next }
  { sub(/kExpected = "[0-9a-f]*"/, "kExpected = \"" all "\""); print }' "$header" >"$work/expected.h"
cat "$work/expected.h" >"$header"
git -C "$(dirname "$header")" diff --stat -- expected.h
