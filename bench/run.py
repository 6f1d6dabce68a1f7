"""Measures what bench/README.md claims: `run.py [--record] [chunking|throughput|startup|lance]...`

Run it through `make bench` (or bench/run.sh), which builds the programs and the peers' environment first.
"""

import argparse
import datetime
import glob
import hashlib
import gzip
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys

import inputs
from measure import Worker, median, ratio, run, show_ratio

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = pathlib.Path(os.environ.get("GENERATOR_BUILD", ROOT / "build" / "release"))
PLACE = ROOT / "build" / "bench"
GENERATOR = RELEASE / "generator"
BUDGET = "512:1024"
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": str(PLACE), "SOURCE_DATE_EPOCH": "1750000000", "LC_ALL": "C.UTF-8"}


def vocabulary():
    """Lays the o200k_base vocabulary where tiktoken looks for it: from the bridge's crate, so that nothing is fetched."""
    folder = PLACE / "tiktoken"
    name = hashlib.sha1(b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken").hexdigest()
    home = os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo"))
    for packed in glob.glob(home + "/registry/src/*/bpe-openai-*/data/o200k_base.tiktoken.gz"):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / name).exists():
            (folder / name).write_bytes(gzip.open(packed).read())
    return {**os.environ, "TIKTOKEN_CACHE_DIR": str(folder)}


def chunking(rounds):
    """One thread each, the same documents, in turn; each round is a process of its own."""
    corpora = []
    for name, size in (("pages of 9 kB", 9_000), ("books of 120 kB", 120_000)):
        folder = PLACE / ("chunking-%d" % size)
        inputs.make(folder, 1_000_000, size)
        corpora.append((name, folder))
    crawled = ROOT.parent / "shared" / "data" / "hdf5_docs"
    if crawled.exists():
        corpora.append(("HDF5 user guide, crawled", crawled))
    rows = ["| documents | program | MB/s | chunks | over %s tokens | inside %s | ours is faster by |" % (BUDGET.split(":")[1], BUDGET),
            "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, folder in corpora:
        rows += chunking_rows(name, folder, rounds)
    say("Chunking: %d rounds in turn, one thread each. Tokens of the results counted by tiktoken." % rounds, rows)


def chunking_rows(corpus, folder, rounds):
    environment = vocabulary()
    peer = [sys.executable, str(ROOT / "bench" / "chunking_peer.py")]
    commands = {"generator": [str(RELEASE / "bench_chunking")], "semantic-text-splitter 0.33.1": [*peer, "semantic-text-splitter"],
                "semchunk 4.1.1": [*peer, "semchunk"]}
    times, sizes, lengths, count = {name: [] for name in commands}, {}, {}, counter(environment)
    for turn in range(rounds):
        for name in list(commands)[:: 1 if turn % 2 else -1]:
            worker = Worker([*commands[name], str(folder), BUDGET], env=environment)
            answer = worker.ask("go")
            times[name].append(answer["seconds"])
            if turn == 0:
                sizes[name] = answer["bytes"]
                worker.ask("write %s" % (PLACE / "chunks.jsonl"))
                lengths[name] = [count(json.loads(line)) for line in open(PLACE / "chunks.jsonl")]
            worker.close()
    low, high = map(int, BUDGET.split(":"))
    rows = []
    for name in commands:
        faster = "" if name == "generator" else show_ratio(ratio(times[name], times["generator"]))
        inside = 100 * sum(low <= n <= high for n in lengths[name]) / len(lengths[name])
        rows.append("| %s | %s | %.2f | %d | %d | %.0f %% | %s |" % (corpus, name, sizes[name] / median(times[name]) / 1e6, len(lengths[name]),
                                                                sum(n > high for n in lengths[name]), inside, faster))
    return rows


def counter(environment):
    os.environ["TIKTOKEN_CACHE_DIR"] = environment["TIKTOKEN_CACHE_DIR"]
    import tiktoken
    encoding = tiktoken.get_encoding("o200k_base")
    return lambda text: len(encoding.encode_ordinary(text))


def throughput(sizes):
    """`generate` and `pipeline` by rules, from a LanceDB to a file, at growing numbers of chunks."""
    import lance
    documents, database = PLACE / "documents", PLACE / "documents.lancedb"
    wanted = max(sizes)
    inputs.make(documents, wanted * 3600)
    recipe = (documents / ".recipe").read_text()
    rows = ["| command | chunks | seconds | chunks/s | peak memory | rows |", "| --- | --- | --- | --- | --- | --- |"]
    stamp = PLACE / "documents.lancedb.recipe"
    if not stamp.exists() or stamp.read_text() != recipe or not database.exists():
        shutil.rmtree(database, ignore_errors=True)
        seconds, memory, _ = run([GENERATOR, "ingest", documents, "-o", database, "--quiet"], env=ENVIRONMENT)
        made = lance.dataset(str(database / "text_chunks.lance")).count_rows()
        size = sum(path.stat().st_size for path in documents.rglob("*.md"))
        rows.append("| ingest (%.1f MB/s) | %d | %.1f | %.0f | %.0f MB | |" % (size / seconds / 1e6, made, seconds, made / seconds, memory))
        stamp.write_text(recipe)
    made = lance.dataset(str(database / "text_chunks.lance")).count_rows()
    if made < wanted:
        raise SystemExit("only %d chunks in %s; raise the factor in throughput()" % (made, database))
    for command, rounds in (("generate", 3), ("pipeline", 3)):
        for size in sizes:
            times, memory, output = [], 0, PLACE / "out" / ("%s.jsonl" % command)
            for _ in range(rounds if size <= 10_000 else 1):
                shutil.rmtree(PLACE / "out", ignore_errors=True)
                (PLACE / "out").mkdir(parents=True)
                seconds, peak, _ = run([GENERATOR, command, database, "-o", output, "--provider", "offline", "--max-chunks", str(size), "--quiet"],
                                       env=ENVIRONMENT)
                times.append(seconds)
                memory = max(memory, peak)
            with open(output, "rb") as made_file:
                pairs = sum(1 for _ in made_file)
            rows.append("| %s | %d | %.2f | %.0f | %.0f MB | %d |" % (command, size, median(times), size / median(times), memory, pairs))
    shutil.rmtree(PLACE / "out", ignore_errors=True)
    say("Offline throughput: one process, %d cores, from a LanceDB to a file, ledger included (each reply is synced)." % os.cpu_count(), rows)


def startup():
    times = [run([GENERATOR, "--help"], env=ENVIRONMENT)[0] * 1000 for _ in range(60)]
    times.sort()
    say("Start: `generator --help`, 60 runs, process start included.",
        ["| median | 95th percentile |", "| --- | --- |", "| %.1f ms | %.1f ms |" % (median(times), times[56])])


def lance_scan(_=None):
    program = RELEASE / "bench_lance_scan"
    if not program.exists():
        raise SystemExit("%s is not built" % program)
    printed = subprocess.run([sys.executable, str(ROOT / "bench" / "lance" / "scan_peer.py"), str(program)], check=True, capture_output=True,
                             text=True, env={**os.environ, "HOME": str(PLACE)}).stdout
    say("Scan of `id, content, source_file` from 100,000 Lance rows, against pylance 14.0.2.", ["```", printed.strip(), "```"])


report = []


def say(title, rows):
    text = "### %s\n\n%s\n" % (title.split(":")[0].split(" of ")[0], title + "\n\n" + "\n".join(rows))
    print(text, flush=True)
    report.append(text)


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = int(next(line.split()[1] for line in open("/proc/meminfo") if line.startswith("MemTotal"))) // 2**20
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return "%s, %d cores, %d GiB; commit %s; %s; load at the start %.1f; `make bench`" % (
        model, os.cpu_count(), memory, commit, datetime.date.today(), os.getloadavg()[0])


def record():
    """Writes what was measured between the marks of bench/README.md."""
    page = ROOT / "bench" / "README.md"
    begin, end = "<!-- measured -->\n", "<!-- /measured -->"
    before, rest = page.read_text().split(begin)
    page.write_text(before + begin + "\n" + where + "\n\n" + "\n".join(report) + "\n" + end + rest.split(end)[1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--chunks", default="1000,10000,100000")
    parser.add_argument("what", nargs="*", default=["startup", "chunking", "throughput", "lance"])
    arguments = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    where = machine()
    print(where + "\n", flush=True)
    for what in arguments.what:
        {"startup": startup,
         "chunking": lambda: chunking(arguments.rounds),
         "throughput": lambda: throughput([int(n) for n in arguments.chunks.split(",")]),
         "lance": lance_scan}[what]()
    if arguments.record:
        record()
