#!/usr/bin/env bash
# From nothing to a training file: installs what is missing, builds, and runs the main job on the pages in examples/.
# Everything it makes lies in quickstart/; the second run takes seconds.
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

folder=quickstart
log=$folder/quickstart.log
database=$folder/docs.lancedb
training=$folder/training.jsonl
generator=build/release/generator
mkdir -p "$folder"
: >"$log"
input=examples

began=$(date +%s%N)
seconds_since() { awk -v from="$1" -v to="$(date +%s%N)" 'BEGIN { printf "%.1f s", (to - from) / 1e9 }'; }

# step WHAT REMEDY COMMAND...: one line with the time it took; where it fails, the end of its output and the remedy.
number=0
step() {
  local what=$1 remedy=$2 from status=0 lines
  shift 2
  number=$((number + 1))
  printf '%d/5  %-58s ' "$number" "$what"
  from=$(date +%s%N)
  lines=$(wc -l <"$log")
  "$@" >>"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    printf 'failed after %s\n\n--- the end of %s\n' "$(seconds_since "$from")" "$log"
    tail -n "+$((lines + 1))" "$log" | tail -n 25
    printf -- '---\n%s\n' "$remedy"
    exit "$status"
  fi
  printf '%s\n' "$(seconds_since "$from")"
}

# What the user's terminal may ask for (a password for sudo) must come before output goes to the log.
authorise() {
  if command -v apt-get >/dev/null && [ "$(id -u)" -ne 0 ] && [ -t 0 ] && command -v sudo >/dev/null; then
    scripts/dependencies.sh --missing | grep -q . && sudo true
  fi
  return 0
}

say "Generator quickstart: from the documents in examples/ to a training file, without a key or network."
say "All output goes to $log; the first run builds everything and takes about half an hour on two cores, later ones seconds."
say ""
authorise
step "system packages, and Rust for the bridge" \
  "Above stands what is missing and how to install it. Then run again: make quickstart" \
  scripts/dependencies.sh build
step "build: $generator" \
  "If memory ran out (Killed), run again with fewer jobs: JOBS=1 make quickstart. Otherwise the first \"error:\" above says more." \
  scripts/build.sh release generator
if [ "$BRIDGE" = ON ]; then
  step "ingest: examples/ to $database" \
    "Run it alone to see more: $generator ingest examples/docs examples/code -o $database --verbose" \
    "$generator" ingest examples/docs examples/code -o "$database"
  input=$database
else
  step "ingest: left out, this build has no LanceDB" "" true
fi
step "pipeline: ask, rewrite, judge, export to $training" \
  "Run it alone to see more: $generator pipeline $input -o $training --provider offline --verbose" \
  "$generator" pipeline "$input" -o "$training" --provider offline
pairs=$(wc -l <"$training")
step "report: $pairs rows, read back" \
  "Look at the file by hand: less $training" \
  "$generator" inspect "$training" --rows 3

say ""
say "Three of the $pairs rows in full:"
say ""
"$generator" inspect "$training" --rows 3
say ""
say "These rows were made by rules, not by a model: they show the way, and what a model has to beat."
say "Made in $(seconds_since "$began"):"
for made in "$database" "$training" "$training".run/report*; do
  [ -e "$made" ] && printf '  %s\n' "$made"
done
say ""
say "Next, with your own documents and a model (OPENAI_API_KEY in the environment; --help names other providers):"
say ""
say "  $generator pipeline YOUR_DOCUMENTS/ -o training.jsonl --provider openai --model gpt-6-luna --target-pairs 200"
say ""
say "or with a model on this machine, through Ollama:"
say ""
say "  $generator pipeline YOUR_DOCUMENTS/ -o training.jsonl --provider ollama --model qwen3:8b --target-pairs 200"
