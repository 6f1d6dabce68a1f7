# Sourced by the scripts that ask others' programs from PyPI, after environment.sh.

# pypi_or_skip WHAT: where PyPI cannot be reached, says loudly that WHAT did not happen, and ends with 0.
pypi_or_skip() {
  curl -sSf -o /dev/null --max-time 20 https://pypi.org/simple/pip/ 2>/dev/null && return
  python3 -m pip download -q --no-deps -d build/pypi pip 2>/dev/null && return
  local line="** SKIPPED: PyPI cannot be reached, so $1. **"
  printf '%s\n' "${line//?/*}" "$line" "${line//?/*}"
  exit 0
}

# venv FOLDER REQUIREMENTS WHAT: a virtual environment with exactly these, made where it is not there yet.
venv() {
  cmp -s "$2" "$1/requirements.txt" && return
  pypi_or_skip "$3"
  say "installing $(grep -v '^#' "$2" | tr '\n' ' ')"
  logged "$1.log" bash -c 'python3 -m venv "$1" && nice -n 10 "$1/bin/python" -m pip install -q -r "$2"' venv "$1" "$2" ||
    die "they could not be installed from PyPI; see $1.log"
  cp "$2" "$1/requirements.txt"
}
