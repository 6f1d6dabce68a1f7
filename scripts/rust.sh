#!/usr/bin/env bash
# Sees to it that a Rust toolchain new enough for bridge/ is there; fetches one into the user's home where none is.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' bridge/Cargo.toml)
tested=1.95.0  # what a fresh machine gets

have() { (cd bridge && cargo --version 2>/dev/null | awk '{print $2}') || true; }
found=$(have)
[ -n "$found" ] && version_at_least "$found" "$wanted" && exit 0

say "Rust $wanted or newer is needed${found:+ (found: $found)}: fetching $tested with rustup into $HOME (log: build/rust.log)"
mkdir -p build
fetch() {
  if command -v rustup >/dev/null; then
    rustup toolchain install "$tested" --profile minimal --no-self-update && rustup default "$tested"
    return
  fi
  local installer from=https://sh.rustup.rs
  [ -n "${RUSTUP_UPDATE_ROOT:-}" ] && from=$RUSTUP_UPDATE_ROOT/rustup-init.sh
  installer=$(mktemp)
  curl --proto '=https' --tlsv1.2 -sSf --retry 2 "$from" -o "$installer" &&
    sh "$installer" -y --profile minimal --default-toolchain "$tested" --no-modify-path
}
LOG_LINES=6 logged build/rust.log fetch ||
  die "Rust could not be fetched from https://sh.rustup.rs (or https://static.rust-lang.org). One of these helps:" \
    "  - behind a proxy: export https_proxy=http://HOST:PORT, and run the same command again" \
    "  - with a mirror: export RUSTUP_DIST_SERVER=https://MIRROR RUSTUP_UPDATE_ROOT=https://MIRROR/rustup" \
    "  - without network: install Rust $wanted or newer as https://forge.rust-lang.org/infra/other-installation-methods.html" \
    "    says (the stand-alone installer), so that \`cargo --version\` shows it" \
    "  - without Rust: make build BRIDGE=OFF (documents and JSON in, JSON out; no LanceDB, no Parquet)"
PATH=$HOME/.cargo/bin:$PATH
found=$(have)
[ -n "$found" ] && version_at_least "$found" "$wanted" ||
  die "rustup ended well, but \`cargo --version\` in bridge/ still says \"${found:-nothing}\": see build/rust.log"
