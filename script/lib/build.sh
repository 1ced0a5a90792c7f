# Sourced by script/run, script/test and script/check: configures and builds. How, is in CMakePresets.json.
# shellcheck shell=bash

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1  # Debian's Chromium is used
# Another checkout of the same sources finds what this one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# As many compilers as there are cores and 1.5 GB of memory for each.
jobs() {
  awk -v cores="$(nproc)" '
    /^MemAvailable/ { fit = int($2 / 1500000) }
    END { print (fit < 1) ? 1 : (fit < cores ? fit : cores) }' /proc/meminfo
}

# build PRESET FOLDER [TARGET…]: 0 if all was built. Ninja does nothing where nothing changed.
build() {
  local preset=$1 folder=$2 log
  shift 2
  log=var/log/configure-$preset.log
  if [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
    [ -d "$folder" ] || need_space 3000 "a build"
    say "Configuring $folder/ ($preset)"
    if ! cmake --preset "$preset" >"$log" 2>&1; then
      tail -n 30 "$log" >&2
      return 1
    fi
    touch "$folder/build.ninja"
  fi
  say "Building ${*:-everything} in $folder/"
  ninja -C "$folder" -j "${YELLOWSEA_JOBS:-$(jobs)}" -k 0 "$@" || {
    printf 'error: %s\n' "the build in $folder/ failed; the compiler's own words are above" >&2
    printf '       %s\n' "\"Killed\" means too little memory: try YELLOWSEA_JOBS=1. \"No space left on device\": make room." \
      "npm's errors mostly mean that its registry could not be reached. Then call the script again: it goes on where it stopped." >&2
    return 1
  }
}
