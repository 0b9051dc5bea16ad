#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds the column "may include" of the table in docs/architecture.md over the whole tree, and large libraries in one place.
# Tests may include the folder tests besides, and tests and fuzz may include everything.
# usage: tools/check_includes.sh [ROOT]
#        tools/check_includes.sh --self-test    a small offender of each kind is found
set -eu

# check ROOT: a line for each offence, and the number of includes last
check() {
  (
    cd "$1"
    find core data study exec store report app tests fuzz \( -name '*.h' -o -name '*.cpp' \) 2>/dev/null | LC_ALL=C sort |
      xargs grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null |
      awk '
        function folder_of(path) { sub(/\/[^\/]*$/, "", path); return path }
        function trim(s) { gsub(/^[ `]+|[ `]+$/, "", s); return s }
        function offence(text) { print "error: " file ":" line ": " text; }
        BEGIN {
          alone["Eigen/"] = "^core/base/linalg\\.cpp$"
          alone["toml++/"] = "^study/toml_reader\\.cpp$"
          alone["CLI/"] = "^app/cli/arguments\\.cpp$"
          alone["nlohmann/"] = "^(store|study)/[a-z_]*\\.cpp$"
          alone["fast_float/"] = "^data/[a-z_]*\\.cpp$"
          alone["openssl"] = "^(data|store|report)/[a-z_]*\\.cpp$"
          alone["sqlite3"] = "^store/registry\\.cpp$"
          alone["zip.h"] = "^(data/workbook_zip|report/workbook_digits)\\.cpp$"
          alone["pugixml"] = "^data/workbook_[a-z_]*\\.(cpp|h)$"
          alone["xlsxwriter"] = "^report/workbook[a-z_]*\\.(cpp|h)$"
          alone["tbb/"] = "^exec/tbb_executor\\.cpp$"
          alone["mpi.h"] = "^exec/mpi/mpi_exchange\\.cpp$"
          while ((getline row < "docs/architecture.md") > 0) {
            if (split(row, cell, "|") != 6 || cell[2] ~ /folder|---/) continue
            rule[trim(cell[2])] = trim(cell[5])
          }
          for (name in rule) rows++
          if (rows < 10) { print "error: docs/architecture.md: the table of folders was not found"; exit }
        }
        # may(a, b): whether folder a may include folder b
        function may(a, b,   words, n, i, word) {
          if (a == b) return 1
          if (rule[a] == "all") return 1
          if (rule[a] == "all but the other app folders") return b !~ /^app\//
          n = split(rule[a], words, /, */)
          for (i = 1; i <= n; ++i) {
            word = words[i]
            if (word == b || word == "core" && b ~ /^core\// || ("core/" word) in rule && b == "core/" word) return 1
          }
          return 0
        }
        {
          split($0, part, ":")
          file = part[1]; line = part[2]
          text = substr($0, length(file) + length(line) + 3)
          from = folder_of(file)
          test = file ~ /_test\.(cpp|h)$/
          free = from ~ /^(tests|fuzz)(\/|$)/
          ++count
          if (match(text, /<[^>]+>/)) {
            header = substr(text, RSTART + 1, RLENGTH - 2)
            for (library in alone) {
              if (index(header, library) == 1 && file !~ alone[library] && !free && !test) {
                offence("<" header "> may be included by " alone[library] " alone")
              }
            }
            next
          }
          if (!match(text, /"[^"]+"/)) { offence("an include that is neither <...> nor \"...\""); next }
          header = substr(text, RSTART + 1, RLENGTH - 2)
          if ((getline ignored < header) < 0) { offence("\"" header "\" is no file from the root"); close(header); next }
          close(header)
          to = folder_of(header)
          if (free || test && to ~ /^tests(\/|$)/) next
          if (!(from in rule)) { offence("the folder " from " has no row in docs/architecture.md"); next }
          if (!may(from, to)) offence(from " may not include " to " (" header ")")
        }
        END { print count + 0 }'
  )
}

self_test() {
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  mkdir -p "$tree/docs"
  cp "$(dirname "$0")/../docs/architecture.md" "$tree/docs/"
  headers="core/base/a.h core/measure/a.h core/simulate/a.h data/a.h study/a.h store/a.h app/pipeline/a.h app/cli/a.h tests/a.h"
  for header in $headers; do
    mkdir -p "$tree/$(dirname "$header")"
    echo '#pragma once' >"$tree/$header"
  done
  tested=0
  while read -r verdict file include; do
    mkdir -p "$tree/$(dirname "$file")"
    echo "#include $include" >"$tree/$file"
    case $(check "$tree") in
      error:*) found=bad ;;
      *) found=good ;;
    esac
    rm "$tree/$file"
    tested=$((tested + 1))
    if [ "$verdict" != "$found" ]; then
      echo "error: check_includes: $file with $include is $verdict, but was called $found" >&2
      exit 6
    fi
  done <<'CASES'
good core/measure/x.cpp "core/base/a.h"
good core/measure/x.cpp "core/measure/a.h"
good core/measure/x.cpp <vector>
good core/measure/x_test.cpp "tests/a.h"
good core/base/linalg.cpp <Eigen/QR>
good data/x.cpp "core/simulate/a.h"
good store/x.cpp "study/a.h"
good app/pipeline/x.cpp "store/a.h"
good app/cli/x.cpp "app/pipeline/a.h"
good tests/x.cpp "app/cli/a.h"
bad core/base/x.cpp "core/measure/a.h"
bad core/measure/x.cpp "core/simulate/a.h"
bad core/measure/x.cpp "data/a.h"
bad core/measure/x.cpp "tests/a.h"
bad core/measure/x_test.cpp "data/a.h"
bad core/measure/x.cpp <Eigen/QR>
bad data/x.h <fast_float/fast_float.h>
bad report/x.cpp <nlohmann/json.hpp>
good data/workbook_x.h <pugixml.hpp>
bad data/x.cpp <pugixml.hpp>
bad data/x.cpp <zip.h>
bad store/x.cpp <xlsxwriter.h>
bad core/measure/x.cpp "a.h"
bad core/measure/x.cpp "../base/a.h"
bad core/measure/x.cpp KNOWN_HEADER
bad core/unlisted/x.cpp "core/base/a.h"
bad data/x.cpp "study/a.h"
bad study/x.cpp "data/a.h"
bad app/pipeline/x.cpp "app/cli/a.h"
bad app/checksum/x.cpp "data/a.h"
CASES
  echo "check_includes: $tested cases, each judged rightly"
}

if [ "${1-}" = --self-test ]; then
  self_test
  exit 0
fi
found=$(check "${1:-$(dirname "$0")/..}")
case $found in
  error:*)
    echo "$found" | sed '$d' >&2
    exit 6
    ;;
esac
echo "check_includes: $found includes follow docs/architecture.md"
