#!/usr/bin/env bash
# Run a command on QGIS 3.22, unpacked beside the installed QGIS (nothing is installed): scripts/qgis322.sh COMMAND...
# The first run downloads the packages of the release's own QGIS and unpacks them into .cache/qgis322 (about 440 MB).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${QGIS322_ROOT:-$here/.cache/qgis322}

fail() {
  printf 'qgis322: %s\n' "$*" >&2
  exit 1
}

unpack() {
  local version upstream folder name
  version=$(apt-cache madison qgis | awk -F '|' '{ gsub(/ /, "", $2); if ($2 ~ /^(1:)?3\.22\./) { print $2; exit } }')
  [ -n "$version" ] || fail "QGIS 3.22 is not in the package sources of this system (Debian 12 has it); run apt-get update first?"
  upstream=${version%%[+-]*}
  folder=$(mktemp -d "$root.XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  mkdir "$folder/deb" "$folder/root"
  # apt-get download gives its files to the user _apt when it can
  chmod 755 "$folder" && chmod 777 "$folder/deb"
  printf 'qgis322: downloading QGIS %s\n' "$version" >&2
  (
    cd "$folder/deb"
    names=()
    for name in python3-qgis python3-qgis-common qgis qgis-common qgis-providers qgis-providers-common \
      "libqgis-core$upstream" "libqgis-gui$upstream" "libqgis-analysis$upstream" "libqgis-native$upstream" \
      "libqgis-3d$upstream" "libqgispython$upstream" "libqgis-app$upstream" "libqgis-server$upstream"; do
      names+=("$name=$version")
    done
    apt-get download -q "${names[@]}" >&2
  ) || fail "the packages of QGIS $version could not be downloaded; the lines above say why."
  for name in "$folder"/deb/*.deb; do dpkg-deb -x "$name" "$folder/root"; done
  # Debian's wrapper gives it an option that this version does not know
  ln -sf qgis_process.bin "$folder/root/usr/bin/qgis_process"
  mv "$folder/root" "$root"
  rm -rf "$folder"
}

if [ ! -x "$root/usr/bin/qgis_process" ]; then
  mkdir -p "$(dirname "$root")"
  exec 9>"$root.lock"
  flock 9
  [ -x "$root/usr/bin/qgis_process" ] || unpack
  exec 9>&-
fi

export LD_LIBRARY_PATH="$root/usr/lib" QGIS_PREFIX_PATH="$root/usr" QGIS322_ROOT="$root"
export PYTHONPATH="$root/usr/lib/python3/dist-packages:$root/usr/share/qgis/python:$root/usr/share/qgis/python/plugins"
export PATH="$root/usr/bin:$PATH"
exec "$@"
