#!/usr/bin/env bash
# Rewrites expected outputs (tests/cli/*.txt and the golden files of the test programs) with what the program does now.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
scripts/build.sh release
cmake --build build/release --target cli_golden
for program in build/release/test_*; do
  [ -x "$program" ] && GENERATOR_UPDATE_GOLDEN=1 "$program" --gtest_filter='*Golden*' --gtest_brief=1 || true
done
git --no-pager diff --stat -- tests
say "Read the diff: every line of it is a change that users see."
