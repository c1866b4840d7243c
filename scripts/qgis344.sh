#!/usr/bin/env bash
# Run the unit and qgis rings on QGIS 3.44: scripts/qgis344.sh [PYTEST ARGUMENT...]
# or anything else of this tree: scripts/qgis344.sh --python -m benchmarks topology
# The first run builds a lane, a Debian 13 beside this system, in .cache/qgis344 (about 3 GB); it needs root and debootstrap.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
lane=${QGIS344_ROOT:-$root/.cache/qgis344}
wheels=$root/.cache/wheels344
release=trixie

say() { printf 'qgis344: %s\n' "$*"; }
fail() {
  printf 'qgis344: %s\n' "$*" >&2
  exit 1
}
listed() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@"; }
inside() {
  chroot "$lane" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1 CI="${CI:-}" "$@"
}

build_lane() {
  local mirror packages
  mirror=$(scripts/setup.sh mirror /etc/apt "$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")")
  [ -n "$mirror" ] || fail "the Debian mirror of this machine was not found in /etc/apt."
  if ! command -v debootstrap >/dev/null; then
    say "installing debootstrap"
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends debootstrap
  fi
  rm -rf "$lane"
  mkdir -p "$lane"
  say "laying Debian 13 into $lane"
  debootstrap --variant=minbase "$release" "$lane" "$mirror" >"$lane.log" 2>&1 || fail "debootstrap failed; see $lane.log"
  printf 'deb %s %s main\ndeb %s %s-backports main\n' "$mirror" "$release" "$mirror" "$release" >"$lane/etc/apt/sources.list"
  # what this machine needs to reach its mirror holds in the lane too
  apt-config dump --format '%f "%v";%n' Acquire | grep -E '^Acquire::(http|https|Check-)' >"$lane/etc/apt/apt.conf.d/90machine" || true
  cp /etc/resolv.conf "$lane/etc/resolv.conf"
  mkdir -p "$lane/etc/postgresql-common/createcluster.d"
  printf 'create_main_cluster = false\n' >"$lane/etc/postgresql-common/createcluster.d/rainforest-alert.conf"
  mapfile -t packages < <(listed requirements/debian-qgis.txt requirements/debian-run.txt)
  say "installing QGIS of $release-backports in it"
  {
    inside apt-get -q update
    inside apt-get -q -y install --no-install-recommends -t "$release-backports" "${packages[@]}" postgresql-postgis gdal-bin poppler-utils
    inside apt-get clean
  } >>"$lane.log" 2>&1 || fail "the packages could not be installed; see $lane.log"
}

install_tools() {
  local list=$lane/opt/test.txt
  # numpy and requests are those of Debian 13 there, so the constraints of Debian 12 are left out
  grep -v '^-c' requirements/test.txt >"$lane/opt/wanted.txt"
  if cmp -s "$lane/opt/wanted.txt" "$list"; then return; fi
  say "installing the test tools in it"
  .venv/bin/python -m pip download --disable-pip-version-check -q --only-binary :all: --python-version 3.13 \
    --dest "$wheels" -r "$lane/opt/wanted.txt" || fail "the test tools could not be downloaded."
  rm -rf "$lane/opt/wheels" "$lane/opt/venv"
  cp -r "$wheels" "$lane/opt/wheels"
  inside python3 -m venv --system-site-packages /opt/venv
  inside /opt/venv/bin/python -m pip install -q --no-index --find-links /opt/wheels -r /opt/wanted.txt
  mv "$lane/opt/wanted.txt" "$list"
}

run_suite() {
  local data=${RAINFOREST_ALERT_DATA:-$root/../shared/data} status=0
  mount -t proc proc "$lane/proc"
  mount -t tmpfs tmpfs "$lane/dev/shm"
  mkdir -p "$lane/src/main" "$lane/src/data"
  mount --bind "$root" "$lane/src/main"
  if [ -d "$data" ]; then
    mount --bind "$data" "$lane/src/data"
  else
    rmdir "$lane/src/data"
  fi
  local python=(env -C /src/main RAINFOREST_ALERT_DATA=/src/data /opt/venv/bin/python)
  if [ "${1:-}" = --python ]; then
    inside "${python[@]}" "${@:2}"
    return
  fi
  local pytest=("${python[@]}" -m pytest -q -p no:cacheprovider)
  if [ $# -gt 0 ]; then
    inside "${pytest[@]}" "$@"
    return
  fi
  inside env -C /src/main /opt/venv/bin/python scripts/check_enums.py --expect 3.44 rainforest_alert_plugin || status=1
  # the tests of the set-up and of the checks are about this system's tools, not about QGIS
  inside "${pytest[@]}" -p no:pytest_qgis tests/unit --ignore tests/unit/test_setup.py --ignore tests/unit/test_checks.py \
    --ignore tests/unit/test_build.py || status=1
  inside "${pytest[@]}" tests/qgis || status=1
  return $status
}

[ "$(id -u)" = 0 ] || fail "a lane is a system of its own, which only root can build and enter: sudo make qgis344"
if [ "${1:-}" = --in-own-mounts ]; then
  shift
  run_suite "$@"
  exit
fi
[ -x .venv/bin/python ] || fail "run make setup first."
[ -e "$lane/opt/ready" ] || { build_lane && touch "$lane/opt/ready"; }
install_tools
# In a mount namespace of its own: whatever happens, nothing stays mounted.
exec unshare --mount "$root/scripts/qgis344.sh" --in-own-mounts "$@"
