#!/usr/bin/env bash
# What others' programs make of our files and requests, and we of theirs, at fixed versions from PyPI:
# `peers.sh [sdks|files|mcp]...`. sdks: the vendors' SDKs against the fake endpoint; mcp: servers from npm and PyPI, a FastAPI service; files: datasets, chat templates, BFCL, diversity, lancedb.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
source scripts/pypi.sh
scripts/dependencies.sh bench
pypi_or_skip "no peer was asked"
parts=" ${*:-sdks mcp files} "

sdks() {
  scripts/build.sh release fake_endpoint provider_requests
  local venv=build/peers/sdks
  venv "$venv" tests/peers/sdk_requirements.txt "no SDK was asked"
  PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" tests/peers/sdk_peers.py build/release/fake_endpoint build/release/provider_requests build/peers/requests
}
[[ $parts == *" sdks "* ]] && sdks

mcp() {
  if ! command -v npm >/dev/null; then
    say "** SKIPPED: there is no npm, so no MCP server was asked. **"
    return
  fi
  scripts/build.sh release generator
  local version=2026.8.31 folder=build/peers/mcp name packages=()
  for name in everything memory filesystem; do packages+=("@modelcontextprotocol/server-$name@$version"); done
  if [ "$(cat "$folder/ready" 2>/dev/null)" != "$version" ]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    logged build/peers/mcp.log npm install --silent --no-save --prefix "$folder" "${packages[@]}" ||
      die "the servers could not be had from npm; see build/peers/mcp.log"
    echo "$version" >"$folder/ready"
  fi
  PYTHONDONTWRITEBYTECODE=1 python3 tests/peers/mcp_peers.py build/release/generator "$folder/node_modules" "$folder/lists"
  venv build/peers/services tests/peers/service_requirements.txt "no service was called"
  PYTHONDONTWRITEBYTECODE=1 build/peers/services/bin/python tests/peers/service_peers.py build/release/generator \
    "$folder/node_modules" "$folder/services"
}
[[ $parts == *" mcp "* ]] && mcp
[[ $parts == *" files "* ]] || { say "all peers agree"; exit; }

scripts/build.sh release generator test_export
venv=build/peers/venv
venv "$venv" tests/peers/requirements.txt "no peer was asked"
# Of these only files inside the wheels are read (templates, converter, measures, checker), so their dependencies stay away.
wheels=(trl==1.16.0 llamafactory==0.9.5 diversity==0.3.1 bfcl-eval==2026.3.23)
if [ "$(cat build/peers/wheels/ready 2>/dev/null)" != "${wheels[*]}" ]; then
  rm -rf build/peers/wheels
  logged build/peers/wheels.log "$venv/bin/pip" download -q --no-deps -d build/peers/wheels "${wheels[@]}" ||
    die "the wheels could not be had from PyPI; see build/peers/wheels.log"
  for wheel in build/peers/wheels/*.whl; do python3 -m zipfile -e "$wheel" build/peers/wheels; done
  echo "${wheels[*]}" >build/peers/wheels/ready
fi
export PYTHONDONTWRITEBYTECODE=1 HF_DATASETS_OFFLINE=1 HF_HOME=$root/build/peers/huggingface
folder=$root/build/peers/exports
rm -rf "$folder"
mkdir -p "$folder"
EXPORT_PEERS_FOLDER=$folder build/release/test_export --gtest_filter='ExportPeers.*' --gtest_brief=1
"$venv/bin/python" tests/peers/export_peers.py "$folder" --templates build/peers/wheels/trl/chat_templates \
  --llamafactory build/peers/wheels
"$venv/bin/python" tests/peers/kinds_peers.py build/release/generator examples/docs build/peers/kinds \
  --templates build/peers/wheels/trl/chat_templates --llamafactory build/peers/wheels
"$venv/bin/python" tests/peers/tool_export_peers.py build/release/generator build/peers/tool_exports \
  --templates build/peers/wheels/trl/chat_templates --llamafactory build/peers/wheels \
  --spec configs/tools/hdf5_tools.json --spec configs/tools/jarvis_tools.json
# In a build without the bridge nothing reads the types of arguments.
[ "$BRIDGE" = OFF ] || "$venv/bin/python" tests/peers/bfcl_peers.py build/release/generator build/peers/wheels build/peers/bfcl
"$venv/bin/python" tests/peers/diversity_peers.py build/release/generator build/peers/wheels/diversity build/peers/diversity
[ "$BRIDGE" = OFF ] || "$venv/bin/python" tests/peers/lance_peers.py build/release/generator build/peers/lance
say "all peers agree"
