#!/usr/bin/env bash
# Install what the work on the plugin needs, on Debian and its relatives: scripts/setup.sh LEVEL...
#   run    QGIS 3.40 or later, and what `make demo` uses
#   test   run, and what `make test` uses: test tools, PostGIS, a virtual screen, translation tools, PyQt6
#   bench  test, and the rivals of the benchmarks
# Only what is missing is installed; a second run installs nothing.
set -euo pipefail
# what apt says is read below; in another language it would not be understood
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."

OLDEST_QGIS=3.40
ROOT_COMMAND=()

say() { printf 'set-up: %s\n' "$*"; }
fail() {
  printf 'set-up: %s\n' "$*" >&2
  exit 1
}

# Names listed in a package list: one a line, comments left out.
listed() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@"; }

need_debian() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
    fail "this is not Debian or a relative of it. Install QGIS 3.22 or later from qgis.org, then install the plugin's" \
      "zip file in QGIS (Plugins > Manage and Install Plugins > Install from ZIP)."
}

need_root() {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null || fail "packages must be installed ($*): run this again as root."
  say "packages must be installed, sudo may ask for your password"
  ROOT_COMMAND=(sudo)
}

as_root() { "${ROOT_COMMAND[@]}" "$@"; }

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@"; }

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing_of() {
  local name
  for name in "$@"; do is_installed "$name" || printf '%s\n' "$name"; done
}

update_lists() {
  [ -n "${LISTS_UPDATED:-}" ] && return
  say "reading the package lists"
  apt update || fail "the package lists cannot be read. Is there a connection, and are the sources in /etc/apt right?"
  LISTS_UPDATED=yes
}

# The entry for backports that follows from the entry serving the release's own main, in the same form.
# Prints the entry; the first line says the form, "list" or "sources". Nothing is printed when there is none.
derive_backports() {
  local apt_folder=$1 codename=$2 file entry
  for file in "$apt_folder/sources.list" "$apt_folder"/sources.list.d/*.list; do
    [ -f "$file" ] || continue
    entry=$(awk -v release="$codename" '
      $1 != "deb" { next }
      {
        line = $0; sub(/#.*/, "", line); options = ""
        if (match(line, /\[[^]]*\]/)) { options = substr(line, RSTART, RLENGTH) " "; line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH) }
        count = split(line, word, /[ \t]+/); served = 0
        for (i = 4; i <= count; i++) if (word[i] == "main") served = 1
        if (word[3] == release && served) { print "deb " options word[2] " " release "-backports main"; exit }
      }' "$file")
    if [ -n "$entry" ]; then printf 'list\n%s\n' "$entry"; return; fi
  done
  for file in "$apt_folder"/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    entry=$(awk -v release="$codename" '
      function has(text, wanted,   parts, i, n) { n = split(text, parts, /[ \t\n]+/); for (i = 1; i <= n; i++) if (parts[i] == wanted) return 1; return 0 }
      function finish() {
        if (!found && has(field["types"], "deb") && has(field["suites"], release) && has(field["components"], "main") && tolower(field["enabled"]) !~ /no/) {
          found = 1
          print "Types: deb"
          print "URIs:" field["uris"]
          print "Suites: " release "-backports"
          print "Components: main"
          if ("signed-by" in field) print "Signed-By:" field["signed-by"]
        }
        delete field; name = ""
      }
      /^#/ { next }
      /^[ \t]*$/ { finish(); next }
      /^[ \t]/ { if (name != "") field[name] = field[name] "\n" $0; next }
      { at = index($0, ":"); name = tolower(substr($0, 1, at - 1)); field[name] = substr($0, at + 1) }
      END { finish() }' "$file")
    if [ -n "$entry" ]; then printf 'sources\n%s\n' "$entry"; return; fi
  done
}

# The address of the machine's own Debian mirror, from the same entry.
mirror() { derive_backports "$1" "$2" | sed -n -e 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' | head -n 1; }

qgis_versions() { apt-cache madison qgis | awk -F '|' '{ gsub(/ /, "", $2); print $2 }'; }

newest_qgis() {
  local version newest=
  while read -r version; do
    dpkg --compare-versions "$version" ge "$OLDEST_QGIS" || continue
    if [ -z "$newest" ] || dpkg --compare-versions "$version" gt "$newest"; then newest=$version; fi
  done
  printf '%s' "$newest"
}

add_backports() {
  local codename entry form target
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  entry=$(derive_backports /etc/apt "$codename")
  [ -n "$entry" ] || fail "no package source of $codename was found to derive its backports from. Install QGIS" \
    "$OLDEST_QGIS or later by hand (qgis.org), then run this again."
  form=${entry%%$'\n'*}
  target=/etc/apt/sources.list.d/rainforest-alert-backports.$form
  say "QGIS $OLDEST_QGIS is not in $codename itself: adding its backports as $target"
  printf '%s\n' "${entry#*$'\n'}" | as_root tee "$target" >/dev/null
  LISTS_UPDATED=
  update_lists
}

install_qgis() {
  local names version installed codename
  mapfile -t names < <(listed requirements/debian-qgis.txt)
  installed=$(dpkg-query -W -f '${Version}' python3-qgis 2>/dev/null || true)
  if [ -n "$installed" ] && dpkg --compare-versions "$installed" ge "$OLDEST_QGIS" && [ -z "$(missing_of "${names[@]}")" ]; then
    return
  fi
  need_root "${names[@]}"
  update_lists
  if [ -z "$(qgis_versions | newest_qgis)" ]; then add_backports; fi
  version=$(qgis_versions | newest_qgis)
  [ -n "$version" ] || fail "no QGIS $OLDEST_QGIS or later can be had from the package sources of this system. Install it from" \
    "qgis.org, or only the plugin's zip file in the QGIS that is there (3.22 or later)."
  say "installing QGIS $version (about 1 GB with what it needs)"
  if [ "$(apt-cache policy qgis | awk '/Candidate:/ { print $2 }')" = "$version" ]; then
    apt install --no-install-recommends "${names[@]}" || fail "QGIS could not be installed; the lines above say why."
  else
    codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    apt install --no-install-recommends -t "$codename-backports" "${names[@]}" ||
      fail "QGIS could not be installed from $codename-backports; the lines above say why."
  fi
}

install_packages() {
  local names missing
  mapfile -t names < <(listed "$1")
  mapfile -t missing < <(missing_of "${names[@]}")
  [ "${#missing[@]}" -gt 0 ] || return 0
  need_root "${missing[@]}"
  update_lists
  say "installing ${missing[*]}"
  apt install --no-install-recommends "${missing[@]}" ||
    fail "these packages could not be installed: ${missing[*]}. The lines above say why."
}

# The tests start their own PostgreSQL; a server that runs all day on the developer's machine is not wanted.
keep_postgresql_asleep() {
  local switch=/etc/postgresql-common/createcluster.d/rainforest-alert.conf
  if is_installed postgresql-common || [ -e "$switch" ]; then return; fi
  need_root postgresql-postgis
  as_root mkdir -p "${switch%/*}"
  printf 'create_main_cluster = false\n' | as_root tee "$switch" >/dev/null
}

# Whether an environment holds each version that the lists pin, by what is installed in it.
has_pinned() {
  local environment=$1
  shift
  [ -x "$environment/bin/python" ] || return 1
  "$environment/bin/python" - "$@" <<'PYTHON'
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

for name in sys.argv[1:]:
    for line in Path(name).read_text(encoding="utf-8").splitlines():
        pin = line.split("#")[0].split()
        if not pin or pin[0].startswith("-"):
            continue
        distribution, wanted = pin[0].split("==")
        try:
            found = version(distribution)
        except PackageNotFoundError:
            sys.exit(1)
        if found != wanted:
            sys.exit(1)
PYTHON
}

# An environment whose making was broken off has its Python, but no pip.
is_environment() { [ -x "$1/bin/python" ] && "$1/bin/python" -m pip --version >/dev/null 2>&1; }

make_environment() {
  local environment=$1
  shift
  is_environment "$environment" && return
  say "making $environment"
  /usr/bin/python3 -m venv --clear "$@" "$environment" || fail "the Python environment $environment could not be made."
}

install_pinned() {
  local environment=$1 list=$2
  has_pinned "$environment" "$list" && return
  say "installing the Python packages of $list into $environment"
  "$environment/bin/python" -m pip install --disable-pip-version-check -q -r "$list" ||
    fail "the Python packages of $list could not be installed; the lines above say why. Is there a connection?"
}

# QGIS 3.22 beside the installed one, for the second round of the tests.
fetch_qgis322() {
  [ -x "${QGIS322_ROOT:-.cache/qgis322}/usr/bin/qgis_process" ] && return
  if [ -z "$(qgis_versions)" ]; then
    need_root "package lists"
    update_lists
  fi
  scripts/qgis322.sh true || fail "QGIS 3.22 could not be unpacked beside the installed one; the lines above say why."
}

set_up_run() {
  need_debian
  install_packages requirements/debian-run.txt
  install_qgis
  make_environment .venv --system-site-packages
  .venv/bin/python scripts/vendor.py || fail "the vendored packages could not be fetched; the lines above say why."
  say "ready to run: QGIS $(dpkg-query -W -f '${Version}' python3-qgis)"
}

set_up_test() {
  set_up_run
  keep_postgresql_asleep
  install_packages requirements/debian-test.txt
  install_pinned .venv requirements/test.txt
  make_environment .venv-qt6
  install_pinned .venv-qt6 requirements/qt6.txt
  fetch_qgis322
  say "ready to test"
}

set_up_bench() {
  set_up_test
  install_pinned .venv requirements/bench.txt
  say "ready to measure"
}

[ $# -gt 0 ] || fail "say what for: run, test or bench."
case $1 in
  run | test | bench) for level in "$@"; do "set_up_$level"; done ;;
  derive-backports) derive_backports "$2" "$3" ;;
  mirror) mirror "$2" "$3" ;;
  make-environment) make_environment "${@:2}" ;;
  *) fail "unknown: $1. Say run, test or bench." ;;
esac
