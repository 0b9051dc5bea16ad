#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016,SC2115  # stand-ins are written in single quotes; $work is never empty
# Tests what ./run promises, on a copy of it with stand-ins for apt-get, dpkg-query, sudo, df, id and cmake: nothing is installed.
set -uo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# fake NAME: a program of that name that runs the lines on stdin
fake() {
  { echo '#!/usr/bin/env bash' && cat; } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}

# fresh: a checkout in which nothing is installed yet, on Debian 12, for an ordinary user
fresh() {
  rm -rf "$work/bin" "$work/tree"
  mkdir -p "$work/bin" "$work/tree/tools" "$work/tree/cases"
  cp "$source/run" "$work/tree/"
  cp "$source"/tools/run_*.sh "$work/tree/tools/"
  cp -r "$source/tools/packages" "$work/tree/tools/"
  printf 'ID=debian\nVERSION_ID="12"\n' >"$work/os-release"
  : >"$work/calls"
  echo no >"$work/installed"
  export FAKE="$work" TIDU_OS_RELEASE="$work/os-release" FAKE_UID=1000
  unset SUDO_UID
  fake id <<<'echo "$FAKE_UID"'
  fake dpkg-query <<<'[ "$(cat "$FAKE/installed")" = yes ] && for p in "${@:3}"; do echo "ii  $p"; done'
  fake apt-cache <<<'exit 0'
  fake apt-get <<'LINES'
case " $* " in
  *" --assume-no "*) echo "Need to get 120 MB of archives."; exit 1 ;;
  *) echo "apt-get $*" >>"$FAKE/calls"; [ -e "$FAKE/apt-fails" ] && { echo "E: broken"; exit 100; }; echo yes >"$FAKE/installed" ;;
esac
LINES
  fake sudo <<<'echo "sudo $*" >>"$FAKE/calls"; [ "$1" = -v ] || exec "$@"'
  fake df <<<'echo "Filesystem 1M-blocks Used Available"; echo "disk 9 9 $(cat "$FAKE/free" 2>/dev/null || echo 99999) x"'
  fake cmake <<'LINES'
echo "cmake $*" >>"$FAKE/calls"
[ -e "$FAKE/cmake-fails" ] && { echo "compiler is broken"; exit 1; }
mkdir -p build/release/app/cli
printf '#!/bin/sh\necho runs/china-1/report.html\n' >build/release/app/cli/tidu
chmod +x build/release/app/cli/tidu
LINES
  rm -f "$work/free" "$work/apt-fails" "$work/cmake-fails"
}

# run ARGUMENT...: its exit code in $code, all that it says in $said
run() {
  said=$(cd "$work/tree" && PATH="$work/bin:$PATH" ./run "$@" --lang "${lang:-en}" 2>&1 </dev/null)
  code=$?
}
calls() { cat "$work/calls"; }

# expect WHAT CONDITION...: counts the condition
expect() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  exit code %s, said:\n%s\n  calls:\n%s\n' "$what" "$code" "$said" "$(calls)"
  fi
}
says() { [[ $said == *"$1"* ]]; }
called() { [[ $(calls) == *"$1"* ]]; }
not() { ! "$@"; }
is() { [ "$1" = "$2" ]; }

fresh; echo yes >"$work/installed"; run demo
expect 'nothing missing: it goes on' is "$code" 0
expect 'nothing missing: no apt-get, no sudo' not called apt-get
expect 'it says where the report is' says "$work/tree/runs/china-1/report.html"

fresh; run demo
expect 'no terminal, no --yes, not root: it stops' is "$code" 3
expect 'and installs nothing' not called 'apt-get'
expect 'but says the command' says 'apt-get install --no-install-recommends --no-remove --no-upgrade'
expect 'and the size' says '120 MB'
expect 'and the reason' says '"demo"'

fresh; run demo --yes
expect '--yes installs and goes on' is "$code" 0
expect 'with sudo, for it is no root' called 'sudo apt-get install --no-install-recommends --no-remove --no-upgrade -o DPkg::Lock::Timeout='
expect 'the program is built' called 'cmake --build'

fresh; FAKE_UID=0; run demo
expect 'root needs no question' is "$code" 0
expect 'and no sudo' not called sudo
expect 'but apt-get' called 'apt-get install'

fresh; fake apt-cache <<<'exit 1'; run demo --yes
expect 'without package lists it updates them first' called 'apt-get update'

fresh; run demo --dry-run
expect '--dry-run does nothing' is "$(calls)" ''
expect 'and leaves no build folder' not test -e "$work/tree/build"
expect 'but says what it would do' says 'would run: cmake'

fresh; run demo --no-install
expect '--no-install stops' is "$code" 3
expect 'names what is missing' says libeigen3-dev
expect 'and installs nothing' not called apt-get

fresh; printf 'ID=fedora\nVERSION_ID=41\n' >"$work/os-release"; run demo --yes
expect 'another distribution: it stops' is "$code" 3
expect 'names what is missing' says libeigen3-dev
expect 'and installs nothing, even with --yes' not called apt-get
run demo --no-install
expect 'with --no-install it goes on there, for the user has seen to it' is "$code" 0
expect 'still without installing' not called apt-get

fresh; FAKE_UID=0; export SUDO_UID; SUDO_UID=$(stat -c %u "$work/tree"); [ "$SUDO_UID" != 0 ] || { chown 1234 "$work/tree"; SUDO_UID=1234; }; run demo
expect 'sudo ./run in a user'"'"'s checkout is refused' is "$code" 2
expect 'with the reason' says 'sudo'
unset SUDO_UID

fresh; echo yes >"$work/installed"; mkdir "$work/tree/build"; (exec 8>>"$work/tree/build/.lock"; flock 8; run demo; exit "$code"); code=$?
expect 'a second ./run at once is refused' is "$code" 4

fresh; echo yes >"$work/installed"; echo 10 >"$work/free"; run demo
expect 'too little space: it stops before it builds' is "$code" 4
expect 'and says how much is needed' says 600
expect 'nothing was built' not called cmake

fresh; echo yes >"$work/installed"; fake nproc <<<'echo 64'; echo 'MemAvailable: 5000000 kB' >"$work/meminfo"; export TIDU_MEMINFO="$work/meminfo"; run demo
expect 'as many compilers as memory allows' called '-j 3 '
run demo --jobs 7; unset TIDU_MEMINFO
expect 'or as many as are asked for' called '-j 7 '

fresh; echo yes >"$work/installed"; fake ctest <<<'echo "seeds: ${RC_PARAMS-none}." >>"$FAKE/calls"'; unset RC_PARAMS; run test
expect 'properties draw the same inputs each time' called 'seeds: seed='
export RC_PARAMS=''; run test; unset RC_PARAMS
expect 'unless other ones are asked for' called 'seeds: .'

fresh; touch "$work/apt-fails"; run demo --yes
expect 'apt-get fails: so does it' is "$code" 1
expect 'with the log' says build/logs/install.log
expect 'and what apt-get said' says 'E: broken'

fresh; fake apt-get <<'LINES'
case " $* " in
  *" --assume-no "*) echo "Need to get 120 MB of archives."; exit 1 ;;
  *" update "*) echo "apt-get update" >>"$FAKE/calls"; touch "$FAKE/new-lists" ;;
  *) [ -e "$FAKE/new-lists" ] || exit 100; echo "apt-get $*" >>"$FAKE/calls"; echo yes >"$FAKE/installed" ;;
esac
LINES
run demo --yes; rm -f "$work/new-lists"
expect 'old package lists are read again' is "$code" 0
expect 'after the first try' called 'apt-get update'

fresh; echo yes >"$work/installed"; touch "$work/cmake-fails"; run demo
expect 'a build that fails: exit code 1' is "$code" 1
expect 'with the log' says build/logs/configure-release.log
expect 'and its last lines' says 'compiler is broken'

fresh; touch "$work/tree/mine"; mkdir -p "$work/tree/build/x" "$work/tree/runs/y"; run clean
expect 'clean removes build' not test -e "$work/tree/build"
expect 'and nothing else' test -e "$work/tree/mine" -a -e "$work/tree/runs/y"

fresh; run demmo
expect 'a misspelt verb is a usage error' is "$code" 2
fresh; run demo --jobs many
expect 'so are jobs that are no number' is "$code" 2
fresh; said=$(cd "$work/tree" && PATH="$work/bin:$PATH" ./run demo --jobs 2>&1 </dev/null); code=$?
expect 'and an option without its value' is "$code" 2
fresh; lang=zh; run demo; unset lang
expect 'it speaks Chinese' says '将运行'
fresh; run help
expect 'help is no error' is "$code" 0

fresh
said=$(cd "$work/tree" && PATH="$work/bin:$PATH" script -qec './run demo --lang en' /dev/null <<<'n' 2>&1)
code=$?
expect 'on a terminal it asks' says 'Go on? [y/N]'
expect 'no means no' not called 'apt-get install'
fresh
said=$(cd "$work/tree" && PATH="$work/bin:$PATH" script -qec './run demo --lang en' /dev/null <<<'y' 2>&1)
code=$?
expect 'yes means yes' called 'apt-get install'

# Ctrl-C on a terminal stops what is running and frees the lock.
fresh; echo yes >"$work/installed"
fake cmake <<'LINES'
trap 'echo stopped >>"$FAKE/calls"; exit 130' INT
echo started >>"$FAKE/calls"
for i in $(seq 100); do sleep 0.1; done
echo finished >>"$FAKE/calls"
LINES
mkfifo "$work/keys"
(cd "$work/tree" && PATH="$work/bin:$PATH" exec script -qec './run demo --lang en' /dev/null <"$work/keys" >"$work/screen" 2>&1) &
exec 7>"$work/keys"
for _ in $(seq 50); do called started && break; sleep 0.1; done
printf '\003' >&7
for _ in $(seq 30); do called stopped && break; sleep 0.1; done
exec 7>&-
wait
code=- said=$(cat "$work/screen")
expect 'Ctrl-C reaches the build' called stopped
expect 'which does not run to its end' not called finished
expect 'and the lock is free' flock -n "$work/tree/build/.lock" true

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
