#!/usr/bin/env bash
# Exports in every format and style, read by `datasets`, TRL's templates and LLaMA-Factory's converter.
#   export_peers.sh TEST_EXPORT [VENV]
# TEST_EXPORT is the program test_export of a build; VENV is made where it is not there (default: build/peers-venv).
# Exit 0: all read what we meant. 1: something is lost. 77: skipped, because PyPI cannot be reached.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
test_export=$(realpath "$1")
venv=${2:-$here/../../build/peers-venv}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

skip() {
  echo "SKIPPED: tests/peers/export_peers.sh: $1" >&2
  exit 77
}
if [ ! -e "$venv/ready" ]; then
  python3 -m venv "$venv" || skip "python3 -m venv failed; install python3-venv"
  "$venv/bin/pip" install -q datasets==5.2.0 jinja2 || skip "PyPI gave no datasets 5.2.0"
  # Only files inside these two wheels are used; their own dependencies (torch and more) are not needed.
  "$venv/bin/pip" download -q --no-deps -d "$venv/wheels" trl==1.16.0 llamafactory==0.9.5 || skip "PyPI gave no wheels"
  for wheel in "$venv"/wheels/*.whl; do python3 -m zipfile -e "$wheel" "$venv/unpacked"; done
  touch "$venv/ready"
fi
EXPORT_PEERS_FOLDER=$folder "$test_export" --gtest_filter='ExportPeers.*' --gtest_brief=1
HF_HOME=$folder/huggingface HF_DATASETS_OFFLINE=1 "$venv/bin/python" "$here/export_peers.py" "$folder" \
  --templates "$venv/unpacked/trl/chat_templates" --llamafactory "$venv/unpacked"
