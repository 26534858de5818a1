# shellcheck shell=bash
# Installing with the system's package manager: only as root, only on Debian and its kin, and never leaving a
# freshly installed server running as a system service.

POLICY=/usr/sbin/policy-rc.d
APT_UPDATED=''

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# install_packages NAME…: true when they are there afterwards.
install_packages() {
  can_install || return 1
  mkdir -p "$LOGS"
  local own_policy=''
  if [ ! -e "$POLICY" ]; then
    # Debian asks this program before it starts a service; 101 forbids it. Removed again right after.
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
    own_policy=1
    trap 'rm -f "$POLICY"' EXIT
  fi
  local ok=0
  if [ -z "$APT_UPDATED" ]; then
    (umask 022 && apt-get update -q) >>"$LOGS/apt.log" 2>&1 || true
    APT_UPDATED=1
  fi
  (umask 022 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@") \
    >>"$LOGS/apt.log" 2>&1 || ok=1
  if [ -n "$own_policy" ]; then
    rm -f "$POLICY"
    trap - EXIT
  fi
  return $ok
}

# package_offered NAME: the configured package sources have it.
package_offered() {
  command -v apt-cache >/dev/null 2>&1 || return 1
  apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

# find_server COMMAND: its path; servers are often in sbin, which is not in every user's PATH.
find_server() { PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin command -v "$1" 2>/dev/null; }

# want_servers COMMAND:PACKAGE…: installs what is missing; names on stdout the packages still missing.
want_servers() {
  local pair missing=() absent=()
  for pair in "$@"; do find_server "${pair%%:*}" >/dev/null || missing+=("${pair##*:}"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  install_packages "${missing[@]}" || true
  for pair in "$@"; do find_server "${pair%%:*}" >/dev/null || absent+=("${pair##*:}"); done
  [ ${#absent[@]} -eq 0 ] || say "${absent[*]}"
}
