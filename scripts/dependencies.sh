#!/usr/bin/env bash
# Installs what a task needs and the machine lacks. `dependencies.sh [build|clang|coverage|bench|--missing]`
# (--missing installs nothing and prints the packages that `build` would install).
#
# Where all is there this takes a tenth of a second and changes nothing. Debian 12 and later, Ubuntu 22.04 and later;
# elsewhere it names what to install.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

build_packages=(g++ cmake ninja-build ccache mold pkg-config curl ca-certificates
  libuv1-dev libcurl4-openssl-dev libsimdjson-dev nlohmann-json3-dev libyaml-dev libexpected-dev
  libxxhash-dev libfmt-dev libmd4c-dev libgumbo-dev libgtest-dev libgmock-dev libssl-dev zlib1g-dev)
clang_packages=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev)
coverage_packages=(gcovr)
bench_packages=(python3 python3-venv wrk util-linux)

task=${1:-build}
packages=("${build_packages[@]}")
case $task in
  build | --missing) ;;
  clang) packages+=("${clang_packages[@]}") ;;
  coverage) packages+=("${coverage_packages[@]}") ;;
  bench) packages+=("${bench_packages[@]}") ;;
  *) die "dependencies.sh: unknown task \"$task\" (build, clang, coverage, bench or --missing)" ;;
esac

os=$(. /etc/os-release 2>/dev/null && echo "${ID:-unknown}-${VERSION_ID:-}") || os=unknown-
[ "$os" = ubuntu-22.04 ] && packages+=(g++-12 python3-venv)

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^installed //p') || true
  comm -23 <(printf '%s\n' "${packages[@]}" | sort -u) <(printf '%s\n' "$installed" | sort -u)
}

install_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -eq 0 ] && return
  if ! command -v apt-get >/dev/null; then
    die "Missing: ${missing[*]}" \
      "This script installs with apt-get, which is not here. Install these by your system's package manager" \
      "(the names are Debian's), or use the Dockerfile: docker build -t generator ."
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "Missing: ${missing[*]}" "Run as root: apt-get install ${missing[*]}"
    as_root=(sudo)
    [ -t 0 ] || as_root+=(-n)
    "${as_root[@]}" true || die "Missing: ${missing[*]}" "sudo refused; run as root: apt-get install ${missing[*]}"
  fi
  say "installing ${#missing[@]} packages: ${missing[*]} (log: build/packages.log)"
  logged build/packages.log "${as_root[@]}" bash -c '
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q || echo "apt-get update failed; trying with the lists that are here"
    apt-get install -qy --no-install-recommends "$@"' install "${missing[@]}" ||
    die "apt-get could not install them. Look for the first line beginning with E: in build/packages.log;" \
      "without network access to a Debian mirror, install these by hand and run again: ${missing[*]}"
}

# Ubuntu 22.04's cmake is 3.22; the presets need 3.25.
ensure_cmake() {
  version_at_least "$(cmake --version | awk 'NR == 1 {print $3}')" 3.25 && return
  say "cmake is older than 3.25: fetching 3.31 from PyPI into $cache/cmake"
  logged build/cmake.log bash -c 'python3 -m venv "$1" && "$1/bin/pip" install -q "cmake==3.31.*"' cmake "$cache/cmake" ||
    die "could not fetch it; install cmake 3.25 or newer by hand (https://cmake.org/download) and run again"
}

if [ "$task" = --missing ]; then
  missing_packages
  exit
fi
mkdir -p build
if command -v dpkg-query >/dev/null || ! command -v g++ >/dev/null || ! command -v cmake >/dev/null; then
  install_packages
fi
ensure_cmake
[ "$BRIDGE" = OFF ] || scripts/rust.sh
