#!/usr/bin/env bash
# Builds bridge/ into the cache and prints where the library is. `bridge.sh [--path|--test]`: --path builds nothing,
# --test runs the bridge's own tests.
#
# The library lies outside the build trees, under a hash of the bridge's sources, its lock file and the compiler: where
# that is there, nothing is done. The crates' objects are kept beside it, so that a change of our own code builds only
# that (seconds); the first build takes minutes.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' bridge/Cargo.toml)
remedy=("Get it with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  "or build without Lance and Parquet: make build BRIDGE=OFF")
command -v cargo >/dev/null && command -v rustc >/dev/null ||
  die "The bridge needs Rust $wanted or newer; there is none here." "${remedy[@]}"
compiler=$(cd bridge && rustc -vV) || die "rustc does not run:" "$compiler" "${remedy[@]}"
have=$(sed -n 's/^release: //p' <<<"$compiler")
version_at_least "$have" "$wanted" || die "The bridge needs Rust $wanted or newer; here is $have." "${remedy[@]}"

# Messages of the crates name their sources without this machine's folders (but for a few assertions in C and generated code).
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates"
place=${GENERATOR_CACHE:-$cache}/bridge
sources=$(cd bridge && find Cargo.toml Cargo.lock build.rs src protoc/Cargo.toml protoc/src -type f | LC_ALL=C sort)
fingerprint() { { cd bridge && sha256sum $sources && printf '%s\n' "$compiler"; } | sha256sum | cut -c1-16; }
hash=$(fingerprint)
library=$place/$hash/libgenerator_bridge.a

if [ "${1:-}" != --test ] && { [ "${1:-}" = --path ] || [ -f "$library" ]; }; then
  printf '%s\n' "$library"
  exit 0
fi

mkdir -p "$place"
exec 9>"$place/lock"
if ! flock -n 9; then
  say "another build of the bridge is under way: waiting for it" >&2
  flock 9
fi
export CARGO_TARGET_DIR=$place/target
built=$CARGO_TARGET_DIR/release
if [ ! -f "$library" ]; then
  [ -d "$built" ] || say "building the bridge: its crates take several minutes once" >&2
  build() {
    (cd bridge && cargo build --release --locked --jobs "$jobs" -p "$1") >&2 9>&- ||
      die "cargo could not build the bridge. If it could not download crates, look at the network or the proxy" \
        "(https_proxy); the crates come from https://crates.io. Without Lance and Parquet: make build BRIDGE=OFF"
  }
  # Cargo tells what changed by dates, and another checkout's library in the same place may be younger than our sources.
  touch bridge/src/lib.rs
  build protoc
  PROTOC=$built/protoc build generator_bridge
  [ "$(fingerprint)" = "$hash" ] || die "The sources of the bridge changed while they were built: run it again."
  mkdir -p "$place/$hash"
  cp "$built/libgenerator_bridge.a" "$library.part"
  strip --strip-debug "$library.part"
  mv "$library.part" "$library"
  # The three newest stay: switching between branches builds nothing.
  ls -dt "$place"/*/libgenerator_bridge.a | tail -n +4 | while read -r old; do rm -rf "$(dirname "$old")"; done
fi
if [ "${1:-}" = --test ]; then
  cd bridge
  PROTOC=$built/protoc exec cargo test --release --locked --jobs "$jobs" --lib 9>&-
fi
printf '%s\n' "$library"
