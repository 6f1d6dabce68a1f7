#!/usr/bin/env bash
# Measures the figures of bench/README.md: `bench/run.sh [--record] [startup|chunking|throughput|lance|asking|repair]...`
# Peers are installed at fixed versions (requirements.txt) into build/bench/venv.
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/environment.sh"
scripts/dependencies.sh bench
scripts/build.sh release generator bench_chunking bench_lance_scan bench_asking bench_repair fake_endpoint
venv=build/bench/venv
if ! cmp -s bench/requirements.txt "$venv/requirements.txt"; then
  say "installing the peers: $(tr '\n' ' ' <bench/requirements.txt)"
  logged build/bench/venv.log bash -c 'python3 -m venv "$1" && "$1/bin/pip" install -q -r bench/requirements.txt' venv "$venv" ||
    die "the peers could not be installed from PyPI; see build/bench/venv.log"
  cp bench/requirements.txt "$venv/requirements.txt"
fi
sdks=build/bench/sdks  # of their own: their versions are those of tests/peers
if ! cmp -s tests/peers/sdk_requirements.txt "$sdks/requirements.txt"; then
  logged build/bench/sdks.log bash -c 'python3 -m venv "$1" && "$1/bin/pip" install -q -r tests/peers/sdk_requirements.txt' sdks "$sdks" ||
    die "the SDKs could not be installed from PyPI; see build/bench/sdks.log"
  cp tests/peers/sdk_requirements.txt "$sdks/requirements.txt"
fi
export PYTHONDONTWRITEBYTECODE=1
exec "$venv/bin/python" bench/run.py "$@"
