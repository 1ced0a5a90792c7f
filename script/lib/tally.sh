# Sourced by script/test and script/check: runs the runners of each kind, counts test cases, shows what failed.
# Nothing is tried twice. A runner that reports no test at all, or that dies before its summary, counts as a failure.
# shellcheck shell=bash

passed=0
failed=0

# tally NAME PASSED FAILED LOG [STATUS]
tally() {
  local name=$1 good=$2 bad=$3 log=$4 status=${5:-0}
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "$name ended with exit status $status" >>"$log"
    bad=1
  elif [ $((good + bad)) -eq 0 ]; then
    echo "$name reported no test at all" >>"$log"
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$bad" -eq 0 ]; then
    printf '    %-34s %5d passed\n' "$name" "$good"
  else
    printf '    %-34s %5d passed, %d FAILED; its output:\n' "$name" "$good" "$bad"
    sed 's/^/    | /' "$log"
  fi
}

# The last "test cases: 5 | 4 passed | 1 failed" or "All tests passed (9 assertions in 5 test cases)" of Catch2.
catch_counts() {
  awk '
    /^All tests passed \(/ { good = $(NF - 2); bad = 0 }
    /^test cases:/ {
      good = bad = 0
      count = split($0, part, "|")
      for (i = 2; i <= count; i++) {
        split(part[i], word, " ")
        if (word[2] == "passed") good = word[1]
        if (word[2] == "failed" && word[3] != "as") bad = word[1]
      }
    }
    END { print good + 0, bad + 0 }' "$1"
}

# The summary of node --test, whichever reporter wrote it.
node_counts() {
  awk '
    $2 == "pass" && NF == 3 { good = $3 }
    $2 == "fail" && NF == 3 { bad = $3 }
    $2 == "cancelled" && NF == 3 { cancelled = $3 }
    END { print good + 0, bad + cancelled }' "$1"
}

log_of() { echo "var/log/test/${1//\//-}.log"; }

# run_catch_program LOG PROGRAM: its output, then how it ended, in a file beside it
run_catch_program() {
  local status=0
  timeout --kill-after=10 "${catch_seconds:-900}" "$2" >"$1" 2>&1 || status=$?
  echo "$status" >"$1.status"
}

# tally_catch NAME PROGRAM, once it has run
tally_catch() {
  local log
  log=$(log_of "$1")
  if [ -x "$2" ]; then
    # shellcheck disable=SC2046
    tally "$1" $(catch_counts "$log") "$log" "$(cat "$log.status")"
  else
    echo "$2 was not built" >"$log"
    tally "$1" 0 1 "$log"
  fi
}

declare -A node_process  # by suite: what begin_node has started

# begin_node NAME FILE…: starts a suite beside what follows; end_node NAME waits for it and counts
begin_node() {
  local name=$1 log
  shift
  log=$(log_of "$name")
  if [ $# -eq 0 ]; then
    echo "there is no test file" >"$log"
    return
  fi
  timeout --kill-after=10 "${node_seconds:-1200}" node --test --test-reporter=spec "$@" >"$log" 2>&1 &
  node_process[$name]=$!
}

end_node() {
  local name=$1 log status=0
  log=$(log_of "$name")
  if [ -z "${node_process[$name]-}" ]; then
    tally "$name" 0 1 "$log"
    return
  fi
  wait "${node_process[$name]}" || status=$?
  # shellcheck disable=SC2046
  tally "$name" $(node_counts "$log") "$log" "$status"
}

# run_node NAME FILE…
run_node() {
  begin_node "$@"
  end_node "$1"
}

# run_check NAME COMMAND…: one check, a command or a function, that passes or fails as a whole
run_check() {
  local name=$1 log
  shift
  log=$(log_of "$name")
  if "$@" >"$log" 2>&1; then
    tally "$name" 1 0 "$log"
  else
    tally "$name" 0 1 "$log"
  fi
}

# run_playwright NAME FOLDER
run_playwright() {
  local name=$1 folder=$2 log report status=0 seconds=1800
  [ -z "${YELLOWSEA_LONG-}" ] || seconds=5400
  log=$(log_of "$name")
  report=$PWD/var/log/test/${name//\//-}.json
  rm -f "$report"
  (cd "$folder" && PLAYWRIGHT_JSON_OUTPUT_NAME=$report timeout --kill-after=10 "$seconds" \
    node_modules/.bin/playwright test --retries=0 --reporter=list,json) >"$log" 2>&1 || status=$?
  # shellcheck disable=SC2046
  tally "$name" $(node -e '
    try {
      const { stats } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
      console.log(stats.expected, stats.unexpected + stats.flaky);
    } catch { console.log(0, 0); }' "$report") "$log" "$status"
}

# "NAME FOLDER" of every C++ suite that the build promises.
catch_suites() { awk -F '[( )]' '/^yellowsea_test\(/ { print $2, $3 }' tests/CMakeLists.txt; }

# run_catch NAME PROGRAM
run_catch() {
  [ ! -x "$2" ] || run_catch_program "$(log_of "$1")" "$2"
  tally_catch "$1" "$2"
}

# run_all_catch BUILD-FOLDER PREFIX [NAME…]: all suites, or those named; as many at once as there are cores
run_all_catch() {
  local folder=$1 prefix=$2 name program ended
  local -a names=()
  local -A running=()  # by process
  shift 2
  for name in $(catch_suites | awk '{ print $1 }'); do
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    names+=("$name")
    program=$folder/tests/test_$name
    [ -x "$program" ] || continue
    if [ ${#running[@]} -ge "$(nproc)" ]; then
      wait -n -p ended "${!running[@]}"
      unset "running[$ended]"
    fi
    run_catch_program "$(log_of "$prefix$name")" "$program" &
    running[$!]=$name
  done
  [ ${#running[@]} -eq 0 ] || wait "${!running[@]}"
  for name in "${names[@]}"; do tally_catch "$prefix$name" "$folder/tests/test_$name"; done
}

# The line that everything ends with. 1 if anything failed.
finish() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
