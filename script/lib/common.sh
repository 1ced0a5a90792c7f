# Sourced by script/run, script/test and script/check: where we are, how we speak, how we stop.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
mkdir -p var/log

say() { printf '==> %s\n' "$*"; }

# fail WHAT [WHAT TO DO]…
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
  exit 1
}

# One of us at a time installs and builds: the package manager, node_modules and the build folders are shared.
lock_workshop() {
  exec 9>var/workshop.lock
  flock --nonblock 9 && return
  say "Another script of this checkout is installing or building; waiting for it"
  flock 9
}
unlock_workshop() { exec 9>&-; }

# need_space MEGABYTES FOR-WHAT
need_space() {
  local free
  free=$(df -Pm . | awk 'NR == 2 {print $4}')
  [ "$free" -ge "$1" ] || fail "only $free MB are free in $PWD, and $2 needs about $1 MB" "Make room and call the script again."
}
