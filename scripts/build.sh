#!/usr/bin/env bash
# Builds one preset: `build.sh PRESET [TARGET...]`, into build/PRESET.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
preset=$1
shift

if [ "$preset" = release ]; then scripts/dependencies.sh build; else BRIDGE=OFF scripts/dependencies.sh build; fi

settings=()
[ "$preset" = release ] && settings+=("-DGENERATOR_BRIDGE=$BRIDGE")
logged "build/$preset.configure.log" cmake --preset "$preset" "${settings[@]}" ||
  die "cmake could not configure build/$preset. If it names a missing package: make deps"
cmake --build "build/$preset" --parallel "$jobs" ${*:+--target "$@"}
