#!/usr/bin/env bash
# The full sweeps that `make test` runs small: every crash point, every seed of the fault injection.
# GENERATOR_SWEEP=full is read by the tests concerned; their names hold "Sweep".
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
scripts/build.sh release
export GENERATOR_SWEEP=full
say "$(git rev-parse --short HEAD) on $(nproc) cores, $(date -u +%F)"
ctest --test-dir build/release --output-on-failure --no-tests=error --tests-regex Sweep --timeout 14400 --parallel "$jobs" </dev/null
