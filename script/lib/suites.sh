# Sourced by script/test and script/check: which suites there are besides the C++ programs, and what lints.
# shellcheck shell=bash

shopt -s nullglob  # a folder without tests gives an empty list, which run_node calls a failure

sanitizer_environment() {
  export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
  export UBSAN_OPTIONS=print_stacktrace=1
  export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
}

# install_modules FOLDER: exactly what its package-lock.json says; nothing if that was done before
install_modules() {
  [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
  say "Installing the packages of $1/"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json)
}

# What the tests themselves need from npm.
install_test_modules() {
  local folder
  for folder in tests/browser tests/judges tests/oracle tests/sign-on; do
    install_modules "$folder" || tally "packages-of-$folder" 0 1 /dev/null
  done
}

# Tests that need no server.
run_static_suites() {
  run_node architecture tests/architecture/*.test.mjs
  run_node scripts tests/script/*.test.mjs
  run_check front-end-types web/ui/node_modules/.bin/tsc --noEmit -p web/ui
  run_node front-end tests/ui/*.test.mjs
}

# One demonstration, of which the suites take copies: making it takes longer than many a test.
make_demo() {
  local folder=$PWD/var/test-demo
  rm -rf "$folder"
  unset YELLOWSEA_DEMO
  if "$YELLOWSEA" demo --data "$folder" >/dev/null; then export YELLOWSEA_DEMO=$folder; fi
}

# run_server_suites BUILD-FOLDER PREFIX: tests against the real program
run_server_suites() {
  export YELLOWSEA=$PWD/$1/yellowsea
  make_demo
  # The end-to-end tests mostly wait for one server after the other: others have room beside them.
  begin_node "${2}end-to-end" tests/e2e/*.test.mjs
  run_node "${2}oracle" tests/oracle/*.test.mjs
  run_node "${2}policy" tests/policy/*.test.mjs
  run_node "${2}sign-on" tests/sign-on/*.test.mjs
  end_node "${2}end-to-end"
  run_node "${2}golden" tests/golden/*.test.mjs
  run_node "${2}judges" tests/judges/*.test.mjs
  run_node "${2}load" tests/load/*.test.mjs
  run_node "${2}kill" tests/kill/*.test.mjs
}

run_browser_suite() {
  export YELLOWSEA=$PWD/$1/yellowsea
  run_playwright browser tests/browser
}

# tidy BUILD-FOLDER FILE…: g++'s own warning options mean nothing to clang
tidy() {
  local folder=$1
  shift
  printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$folder" \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument
}

# C++ sources that the last commit changed, or that are not committed; nothing where there is no history.
changed_sources() {
  {
    git diff --name-only --diff-filter=d HEAD~1
    git ls-files --others --exclude-standard
  } 2>/dev/null | grep -E '^(engine|web)/.*\.cpp$' | sort -u
}

# tidy_changed BUILD-FOLDER: at most twelve of them; script/check looks at all.
tidy_changed() {
  local files
  mapfile -t files < <(changed_sources | head -n 12)
  [ ${#files[@]} -gt 0 ] || return 0
  say "Looking at changed C++ sources with clang-tidy"
  run_check clang-tidy tidy "$1" "${files[@]}"
}
