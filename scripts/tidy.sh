#!/usr/bin/env bash
# clang-tidy 19 over src/ and tests/, or over the files named: `tidy.sh [FILE...]`
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
BRIDGE=OFF scripts/dependencies.sh clang
logged build/dev.configure.log cmake --preset dev || die "cmake could not configure build/dev"
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(git ls-files 'src/*.cc' 'tests/*.cc' | grep -v '^tests/fuzz/.*_fuzz\.cc$')
printf '%s\0' "${files[@]}" |
  xargs -0 -P "$jobs" -n 1 clang-tidy-19 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-everything
say "clang-tidy: ${#files[@]} files, nothing to report"
