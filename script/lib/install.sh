# Sourced by script/run, script/test and script/check: installs what is missing of script/packages.txt.
# shellcheck shell=bash

# listed_packages SECTION…: "PACKAGE [COMMAND]", one a line
listed_packages() {
  awk -v wanted=" $* " '
    /^\[/ { section = substr($1, 2, length($1) - 2); next }
    /^[a-z]/ && index(wanted, " " section " ") { print $1, $2 }' script/packages.txt
}

missing_packages() {
  local installed package command
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' 2>/dev/null | awk '$2 == "installed" { print " " $1 " " }')
  listed_packages "$@" | while read -r package command; do
    [ -n "$command" ] && command -v "$command" >/dev/null && continue
    case $installed in *" $package "*) continue ;; esac
    echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo -- env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# Turns the package manager's log into what to do about it.
explain_failed_install() {
  local log=$1
  tail -n 15 "$log" >&2
  if grep -qiE 'no space left|enough free space' "$log"; then
    fail "the packages could not be installed: the disk is full" "Make room and call the script again."
  elif grep -qi 'could not get lock' "$log"; then
    fail "another program is installing packages" "Wait until it has finished and call the script again."
  elif grep -qiE 'failed to fetch|temporary failure resolving|could not connect|could not resolve' "$log"; then
    fail "Debian's packages could not be fetched" "Is there a network? The script needs Debian's and npm's package registries, nothing else."
  elif grep -qiE 'unable to locate package|no installation candidate|unmet dependencies' "$log"; then
    fail "Debian does not offer what is needed" "The scripts are made for Debian 12 (bookworm); this is $(. /etc/os-release && echo "$PRETTY_NAME")."
  fi
  fail "the packages could not be installed; all that was said is in $log"
}

check_node() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 18 || (a === 18 && b >= 13) ? 0 : 1)' ||
    fail "Node $(node --version) is too old to build the pages" "Node 18.13 or later is needed; Debian 12 brings it: apt-get install nodejs npm"
}

# install_packages SECTION…
install_packages() {
  local log=var/log/install.log missing
  mapfile -t missing < <(missing_packages "$@")
  if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null ||
      fail "these Debian packages are missing, and there is no apt-get to install them: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
      fail "packages are missing, and only root may install them" "As root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    need_space 2500 "installing packages"
    say "Installing ${#missing[@]} Debian packages and what they need, which takes some minutes (log: $log)"
    printf '    %s\n' "${missing[*]}" | fold -s -w 110
    # Without an index apt-get install says clearly what is missing, so update's own failure is not the last word.
    as_root apt-get -q update >"$log" 2>&1 || true
    as_root apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 install --no-install-recommends "${missing[@]}" \
      >>"$log" 2>&1 || explain_failed_install "$log"
  fi
  check_node
}
