# Two commands to know: `make quickstart` (from documents to a training file) and `make test`.
# Every target installs what it needs first, where that is missing; BRIDGE=OFF leaves Lance and Parquet (and Rust) out.
export BRIDGE ?= ON
export MODEL PROVIDER CHUNKS TASKS PROMPT_SET

.PHONY: quickstart build test asan tsan tidy format fuzz bench golden coverage test-peers test-real-server test-model reliability deps clean
.DEFAULT_GOAL := build

quickstart: ; @scripts/quickstart.sh                    # install, build, and make a training file from examples/
build:      ; @scripts/build.sh release                 # build/release/generator
test:       ; @scripts/test.sh asan release             # every test, in the release build and under ASan with UBSan
asan:       ; @scripts/test.sh asan                     # the tests under AddressSanitizer and UBSan
tsan:       ; @scripts/test.sh tsan                     # the tests under ThreadSanitizer, without the bridge
tidy:       ; @scripts/tidy.sh                          # clang-tidy 19 over src/ and tests/
format:     ; @scripts/format.sh                        # clang-format 19, in place
fuzz:       ; @scripts/fuzz.sh                          # every libFuzzer target, RUNS executions each
bench:      ; @bench/run.sh                             # the figures of bench/README.md
golden:     ; @scripts/golden.sh                        # rewrite expected outputs; read the diff before you commit it
coverage:   ; @scripts/coverage.sh                      # line coverage of src/, build/coverage/index.html
test-peers: ; @scripts/peers.sh                         # what others' programs make of our files, and the vendors' SDKs of the same server
test-real-server: ; @scripts/real.sh server             # against llama-cpp-python's server, built from source once (minutes)
test-model: ; @scripts/real.sh model                    # what a real model makes of every prompt; MODEL=NAME PROVIDER=NAME for yours
reliability:; @scripts/reliability.sh                   # the full crash and fault sweeps
deps:       ; @scripts/dependencies.sh build            # system packages and Rust, nothing else
clean:      ; @rm -rf build quickstart                  # the caches of ccache and the bridge stay
