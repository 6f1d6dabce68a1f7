#!/usr/bin/env bash
# Runs the tests with coverage: a table on the screen, pages in build/coverage/index.html.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
scripts/dependencies.sh coverage
scripts/build.sh coverage
find build/coverage -name '*.gcda' -delete
ctest --test-dir build/coverage --output-on-failure --parallel "$jobs" </dev/null
gcovr --root . --filter src/ --object-directory build/coverage --exclude-throw-branches \
  --gcov-executable "gcov${CC:+-${CC#gcc-}}" --html-details build/coverage/index.html --print-summary --sort-uncovered
say "pages: build/coverage/index.html"
