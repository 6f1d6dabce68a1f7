#!/usr/bin/env bash
# Builds the presets named and runs all their tests in one ctest, so that there is one closing line: `test.sh PRESET...`
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

for preset in "$@"; do
  scripts/build.sh "$preset"
done

# A folder whose tests are those of the trees that were built. Names from a sanitizer's tree begin with its preset.
mkdir -p build/tests
for preset in "$@"; do
  printf 'subdirs("%s")\n' "$root/build/$preset"
done >build/tests/CTestTestfile.cmake

export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1:verify_asan_link_order=0}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=1}
exec ctest --test-dir build/tests --output-on-failure --no-tests=error --progress --parallel "$jobs" </dev/null
