#!/usr/bin/env bash
# clang-format 19 over our C++, in place; `format.sh --check` changes nothing and fails where something would change.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
BRIDGE=OFF scripts/dependencies.sh clang
mode=(-i)
[ "${1:-}" = --check ] && mode=(--dry-run -Werror)
git ls-files -z --cached --others --exclude-standard 'src/*.h' 'src/*.cc' 'tests/*.h' 'tests/*.cc' 'bridge/include/*.h' |
  xargs -0 -r -P "$jobs" -n 20 clang-format-19 "${mode[@]}"
