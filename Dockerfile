# The same two commands for those who are not on Debian or Ubuntu:
#   docker build -t generator .                                             builds the program and runs the quickstart
#   docker run --rm -v "$PWD:/work" generator pipeline docs/ -o training.jsonl
#   docker run --rm --entrypoint make generator -C /opt/generator test
FROM debian:bookworm-slim
RUN apt-get update -q && apt-get install -qy --no-install-recommends git make curl ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/generator
# Packages, Rust and the bridge first: they change rarely, and the bridge takes minutes.
COPY Makefile ./
COPY scripts scripts
COPY bridge bridge
RUN make deps && scripts/bridge.sh
COPY . .
RUN make quickstart && ln -s /opt/generator/build/release/generator /usr/local/bin/generator
WORKDIR /work
ENTRYPOINT ["generator"]
CMD ["--help"]
