#!/usr/bin/env bash
# Runs every libFuzzer target for a bounded number of executions: `fuzz.sh [TARGET...]`, RUNS=1000000.
#
# What it learns is kept in build/fuzz/corpus. An input that breaks a promise is kept in build/fuzz/found: mend the fault,
# then put that file into tests/fuzz/corpus/TARGET, where `make test` replays it for good.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
BRIDGE=OFF scripts/dependencies.sh clang
runs=${RUNS:-1000000}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd tests/fuzz && ls ./*_fuzz.cc | sed 's|./||; s/_fuzz\.cc$//')
LOG_LINES=40 logged build/fuzz.build.log scripts/build.sh fuzz "${targets[@]/%/_fuzz}"

fuzz() {
  local target=$1 log=build/fuzz/$1.log from=$SECONDS
  mkdir -p "build/fuzz/corpus/$target" build/fuzz/found
  if ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 "build/fuzz/${target}_fuzz" \
    -runs="$runs" -max_len=4096 -timeout=20 -rss_limit_mb=2048 -seed=1 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/found/$target-" "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1; then
    printf '%-10s %s executions, %d s\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" $((SECONDS - from))
  else
    printf '%-10s FAILED:\n' "$target"
    grep -E 'broken promise|ERROR: |runtime error|Test unit written' "$log" | head -5
    return 1
  fi
}
export -f fuzz
export runs
say "$(git rev-parse --short HEAD), $(date -u +%F): $runs executions a target, $jobs at a time"
printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash -c 'fuzz {}' || die "inputs that broke a promise are in build/fuzz/found; the logs are build/fuzz/TARGET.log"
