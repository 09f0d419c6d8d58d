#!/usr/bin/env bash
# Installs what the test suite needs from outside, and only what is missing, so
# that a second run works without a network.
#
#   scripts/tools.sh           install what is missing
#   scripts/tools.sh --check   only report; exit 1 if something is missing
#
# System tools come as Debian packages. The two releases of Arelle that judge
# our filings come as Python environments in a folder of their own: TIEOUT_TOOLS,
# or tieout-tools in the user's cache folder.
set -euo pipefail

tools=${TIEOUT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/tieout-tools}

# The last line of Arelle releases with the SEC's EDGAR Filer Manual rules
# inside (holidays and pytz are for those), and a current one. Every package is
# pinned: a referee must not change by itself.
edgar_pins=(
  arelle-release==2.30.0 certifi==2026.10.18 et_xmlfile==2.0.0 filelock==4.2.11
  holidays==0.109 isodate==0.7.2 lxml==5.4.0 numpy==1.26.4 openpyxl==3.1.5
  pyparsing==3.3.3 python-dateutil==2.9.0.post0 pytz==2026.6 regex==2026.11.15
  six==1.17.0
)
current_pins=(
  arelle-release==2.47.3 attrs==26.1.0 bottle==0.13.4 certifi==2026.10.18
  et_xmlfile==2.0.0 filelock==4.2.11 isodate==0.7.2 jaconv==0.5.0
  jsonschema==4.26.0 jsonschema-specifications==2025.9.1 lxml==6.1.3
  numpy==2.4.6 openpyxl==3.1.5 pillow==13.0.0 pyparsing==3.3.3
  python-dateutil==2.9.0.post0 referencing==0.37.0 regex==2026.11.15
  rpds-py==2026.9.1 six==1.17.0 truststore==0.10.5 typing_extensions==4.16.0
)

say() { printf 'tools: %s\n' "$*"; }
die() { printf 'tools: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

have_server() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
have_font() { compgen -G '/usr/share/fonts/truetype/liberation*' >/dev/null; }

# python gives an interpreter that can make environments.
python() {
  local candidate
  for candidate in /usr/bin/python3 python3; do
    "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1 && { echo "$candidate"; return; }
  done
  return 1
}

# missing_packages lists the Debian packages of the tools that are not there.
missing_packages() {
  have psql || echo postgresql-client
  have_server || echo postgresql
  have chromium || echo chromium
  have_font || echo fonts-liberation
  have hledger || echo hledger
  have ledger || echo ledger
  have sqlite3 || echo sqlite3
  have xmllint || echo libxml2-utils
  have pdftotext || echo poppler-utils
  have soffice || echo libreoffice-calc-nogui
  python >/dev/null || echo python3-venv
}

# as_root runs a command as root, or tells the user which to run.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@" 9>&-
  elif have sudo && sudo -n true 2>/dev/null; then sudo "$@" 9>&-
  else die "not root; run: sudo apt-get update && sudo apt-get install --no-install-recommends ${packages[*]}"
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"
}

apt_install() {
  local log
  log=$(mktemp)
  if ! apt install -y --no-install-recommends "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "could not install $*"
  fi
  rm -f "$log"
}

# no_main_cluster keeps the server package from making and starting a database
# cluster that nobody asked for; the tests make their own.
no_main_cluster() {
  local file=/etc/postgresql-common/createcluster.conf
  apt_install postgresql-common
  as_root sed -i -E 's/^#? *create_main_cluster *=.*/create_main_cluster = false/' "$file"
  grep -q '^create_main_cluster = false' "$file" ||
    echo 'create_main_cluster = false' | as_root tee -a "$file" >/dev/null
}

install_packages() {
  [ ${#packages[@]} -gt 0 ] || return 0
  have apt-get || die "no apt-get here; install by other means: ${packages[*]}"
  say "installing ${packages[*]}"
  as_root true
  apt update >/dev/null || say "apt-get update failed; trying with the lists at hand"
  if printf '%s\n' "${packages[@]}" | grep -qx postgresql; then no_main_cluster; fi
  apt_install "${packages[@]}"
}

# whole says whether an environment is finished and holds just these packages.
whole() { # name pins...
  local name=$1
  shift
  [ -x "$tools/$name/bin/python" ] && [ "$(cat "$tools/$name/pins" 2>/dev/null)" = "$*" ]
}

install_environment() { # name pins...
  local name=$1 maker
  shift
  whole "$name" "$@" && return
  maker=$(python) || die "no Python that can make environments"
  say "installing $1 in $tools/$name"
  rm -rf "${tools:?}/$name"
  "$maker" -m venv "$tools/$name"
  "$tools/$name/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --no-deps --only-binary :all: "$@" || die "could not install $1"
  printf '%s\n' "$*" >"$tools/$name/pins" # written last: its presence says whole
}

report() { # name found
  printf '%-16s %s\n' "$1" "${2:-missing}"
  [ -n "${2:-}" ] || complete=false
}

check() {
  local name
  complete=true
  for name in psql chromium hledger ledger sqlite3 xmllint pdftotext soffice; do
    report "$name" "$(command -v "$name" || true)"
  done
  report initdb "$( (compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb) | tail -n 1)"
  report fonts "$(compgen -G '/usr/share/fonts/truetype/liberation*' | tail -n 1)"
  report arelle-edgar "$(whole arelle-edgar "${edgar_pins[@]}" && echo "${edgar_pins[0]}")"
  report arelle-current "$(whole arelle-current "${current_pins[@]}" && echo "${current_pins[0]}")"
  $complete
}

case "${1:-}" in
  --check) check; exit ;;
  "") ;;
  *) die "usage: scripts/tools.sh [--check]" ;;
esac

mkdir -p "$tools"
if have flock; then # one at a time
  exec 9>"$tools/.lock"
  flock 9
fi
mapfile -t packages < <(missing_packages)
install_packages
mapfile -t packages < <(missing_packages)
[ ${#packages[@]} -eq 0 ] || die "still missing after installing: ${packages[*]}"
install_environment arelle-edgar "${edgar_pins[@]}"
install_environment arelle-current "${current_pins[@]}"
say "all there"
