#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A newcomer on a bare Debian 12: makes one in a chroot, clones this checkout into it and runs `./run demo` there, as root and
# without a terminal. Says what is downloaded and how long it takes. Needs root, debootstrap and the package mirror of this machine;
# takes some minutes, so it is run by hand before a release.
# usage: tools/chroot_test.sh [FOLDER]    the chroot is made in FOLDER (a new temporary one) and removed at the end
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
root=${1:-$(mktemp -d)}/debian
[ "$(id -u)" = 0 ] || { echo 'error: chroot_test: needs root' >&2 && exit 2; }
[ ! -e "$root" ] || { echo "error: chroot_test: $root is there already" >&2 && exit 2; }
# shellcheck disable=SC2016  # apt fills it in
mirror=${TIDU_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Suite: bookworm' | head -n 1)}
cleanup() {
  umount -l "$root/proc" "$root/dev" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2 && exit 1; }
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
git clone --quiet --no-hardlinks "$source" "$root/tidu"
begin=$SECONDS
chroot "$root" /bin/bash -c 'cd /tidu && ./run demo --yes' </dev/null
echo "demo: $((SECONDS - begin)) s from nothing to the report"
ls "$root"/tidu/runs/*/report.html >/dev/null
begin=$SECONDS
chroot "$root" /bin/bash -c 'cd /tidu && ./run demo' </dev/null
echo "second call: $((SECONDS - begin)) s"
echo '1 passed, 0 failed'
