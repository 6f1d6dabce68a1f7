# Sourced by the other scripts: where things are, and which compiler, cmake and Rust to use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
cache=${XDG_CACHE_HOME:-$HOME/.cache}/generator
jobs=${JOBS:-$(nproc)}
: "${BRIDGE:=ON}"

# ccache keeps objects in its own place below XDG_CACHE_HOME; two checkouts share them.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# The C++ needs GCC 12. Ubuntu 22.04 has it beside its default of 11, and an older cmake than ours.
if [ -z "${CXX:-}" ] && [ "$(g++ -dumpversion 2>/dev/null | cut -d. -f1 || true)" = 11 ]; then
  export CC=gcc-12 CXX=g++-12
fi
[ -x "$cache/cmake/bin/cmake" ] && PATH=$cache/cmake/bin:$PATH
[ -d "$HOME/.cargo/bin" ] && PATH=$HOME/.cargo/bin:$PATH
export PATH

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$@" >&2; exit 1; }

# version_at_least HAVE WANT: 1.95.0 is at least 1.94.
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

# logged LOG COMMAND...: runs it quietly; where it fails, shows the end of LOG and returns its status.
logged() {
  local log=$1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    printf -- '--- the last lines of %s\n' "$log" >&2
    tail -n "${LOG_LINES:-25}" "$log" >&2
    printf -- '---\n' >&2
  fi
  return "$status"
}
