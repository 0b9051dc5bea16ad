# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154  # what ./run sets
# Looking for packages and, when the user agrees, installing them. Uses $verb, $yes, $install, $dry of ./run.

# listed LIST...: the packages of tools/packages/LIST.txt, but for those whose program is there from elsewhere
listed() {
  local list package
  for list in "$@"; do sed 's/#.*//' "tools/packages/$list.txt" | tr -d ' \t' | grep .; done | while read -r package; do
    case $package in */*) command -v "${package#*/}" >/dev/null && continue ;; esac
    echo "${package%/*}"
  done
}

# missing PACKAGE...: those that dpkg does not know as installed; all of them where there is no dpkg
missing() {
  local known
  known=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "ii" { print $2 }') || true
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$known") || true
}

is_debian_12() {
  [ -r "${TIDU_OS_RELEASE:-/etc/os-release}" ] && (
    # shellcheck source=/dev/null
    . "${TIDU_OS_RELEASE:-/etc/os-release}"
    [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ]
  )
}

# agreed: asks once on a terminal; without one only root or --yes may go on
agreed() {
  [ "$yes" = yes ] && return 0
  if [ -t 0 ]; then
    local answer
    say ask
    read -r answer || answer=
    case $answer in y | Y | yes | 是 | 好) return 0 ;; esac
    say declined
    exit 3
  fi
  [ "$(id -u)" = 0 ] && return 0
  say no_terminal
  exit 3
}

# need_packages LIST...: returns when everything is installed
need_packages() {
  local wanted packages
  mapfile -t wanted < <(listed "$@")
  mapfile -t packages < <(missing "${wanted[@]}")
  [ "${#packages[@]}" -gt 0 ] && [ -n "${packages[0]}" ] || return 0
  if ! is_debian_12; then
    say lacks "${packages[*]}"
    [ "$install" = no ] && return  # the user has seen to it in another way; the build says what is not found
    say other
    exit 3
  fi
  if [ "$install" = no ]; then
    say lacks "${packages[*]}"
    say nothing_installed
    exit 3
  fi
  install_packages "${packages[@]}"
  mapfile -t packages < <(missing "${wanted[@]}")
  if [ "$dry" = no ] && [ -n "${packages[0]:-}" ]; then
    say still "${packages[*]}"
    exit 3
  fi
}

# install_packages PACKAGE...: says what it will do, asks, does it
install_packages() {
  local root=() log=build/logs/install.log
  [ "$(id -u)" = 0 ] || root=(sudo)
  local command=("${root[@]}" apt-get install --no-install-recommends --no-remove --no-upgrade -o DPkg::Lock::Timeout=120 --yes "$@")
  local update=("${root[@]}" apt-get update)
  local lists=yes
  apt-cache show "$@" >/dev/null 2>&1 || lists=no
  say reason "$verb"
  [ "$lists" = yes ] || printf '  %s\n' "${update[*]}" >&2
  printf '  %s\n' "${command[*]}" >&2
  if [ "$lists" = yes ]; then
    say size "$(LC_ALL=C apt-get install --no-install-recommends --no-remove --no-upgrade --assume-no "$@" 2>/dev/null | grep -E '^(Need to get|After this operation)' | tr '\n' ' ')"
  else
    say size_unknown
  fi
  [ "$dry" = no ] || return 0
  agreed
  [ "${#root[@]}" = 0 ] || sudo -v  # asks for the password before the log takes the terminal
  mkdir -p build/logs
  if [ "$lists" = no ]; then logged "$log" "${update[@]}" || { say install_failed "$log" && exit 1; }; fi
  export DEBIAN_FRONTEND=noninteractive
  if ! logged "$log" "${command[@]}"; then
    # Lists that are old name packages which the mirror has replaced since.
    say again
    printf '  %s\n' "${update[*]}" >&2
    if logged "$log" "${update[@]}" && logged "$log" "${command[@]}"; then return 0; fi
    tail -n 15 "$log" >&2
    say install_failed "$log"
    exit 1
  fi
}
