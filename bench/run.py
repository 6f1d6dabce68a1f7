"""Measures what bench/README.md claims: `run.py [--record] [chunking|throughput|startup|lance|asking|repair]...`

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
import re
import shutil
import subprocess
import sys

import breakages
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


class Endpoint:
    """The fake endpoint in canned mode, on the first core."""

    def __init__(self, *options):
        self.process = subprocess.Popen(["taskset", "-c", "0", str(RELEASE / "fake_endpoint"), "--mode", "canned", *options],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def end(self):
        self.process.terminate()
        return self.process.communicate()[0]


def on_second_core(command):
    """Runs a client to its end. Returns its requests, seconds and seconds of CPU by its own account, else the system's."""
    out = subprocess.Popen(["taskset", "-c", str(min(1, os.cpu_count() - 1)), *map(str, command)], stdout=subprocess.PIPE, text=True)
    printed = out.stdout.read()
    _, status, usage = os.wait4(out.pid, 0)
    out.returncode = os.waitstatus_to_exitcode(status)
    if out.returncode != 0:
        raise SystemExit("%s ended with %d" % (command, out.returncode))
    if printed.startswith("{"):
        return json.loads(printed)
    done, seconds = re.search(r"(\d+) requests in ([\d.]+)s", printed).groups()
    if "Non-2xx" in printed:
        raise SystemExit(printed)
    return {"requests": int(done), "seconds": float(seconds), "cpu": usage.ru_utime + usage.ru_stime}


def asking(rounds):
    """Client and server a core each, requests of 1.9 KB, canned replies; the programs take turns."""
    endpoint, sdk = Endpoint(), PLACE / "sdks" / "bin" / "python"
    base, folder = endpoint.url + "/vllm/v1", PLACE / "asking-ledger"
    url, peer = base + "/chat/completions", [sdk, ROOT / "bench" / "asking_peer.py"]
    program = RELEASE / "bench_asking"
    commands = {"our transport": [program, "transport", url, 20000, 64], "our client": [program, "client", base, folder, 10000, 64],
                "wrk": ["wrk", "-t1", "-c64", "-d2s", "-s", ROOT / "bench" / "asking.lua", url],
                "openai SDK, 24 threads": [*peer, "threads", base, 500, 24], "openai SDK, aiohttp": [*peer, "aiohttp", base, 700, 24]}
    cost, rate = {name: [] for name in commands}, {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            shutil.rmtree(folder, ignore_errors=True)
            seen = on_second_core(command)
            cost[name].append(seen["cpu"] / seen["requests"] * 1e6)
            rate[name].append(seen["requests"] / seen["seconds"])
    endpoint.end()
    rows = ["| client | µs of CPU a request | requests a second | CPU of wrk to ours | SDK's to ours | aiohttp's to ours |", "| --- | --- | --- | --- | --- | --- |"]
    for name in commands:
        ratios = [show_ratio(ratio(cost[other], cost[name])) if name.startswith("our") else ""
                  for other in ("wrk", "openai SDK, 24 threads", "openai SDK, aiohttp")]
        rows.append("| %s | %.1f | %.0f | %s |" % (name, median(cost[name]), median(rate[name]), " | ".join(ratios)))
    say("Asking: %d rounds in turn, client and server pinned to a core each. CPU of the client's process." % rounds, rows)
    many(program)


def many(program):
    """10,000 in flight at a latency of 2 s."""
    endpoint = Endpoint("--latency", "2000")
    seen = on_second_core([program, "transport", endpoint.url + "/vllm/v1/chat/completions", 50000, 10000])
    printed = endpoint.end().strip().splitlines()[-1]
    say("Many: 50,000 requests, 10,000 in flight, each answered after 2 s.",
        ["| requests a second | of the ideal 5,000 | peak MB | CPU |", "| --- | --- | --- | --- |",
         "| %.0f | %.1f %% | %.0f | %.1f s |" % (seen["requests"] / seen["seconds"], seen["requests"] / seen["seconds"] / 50,
                                                  seen["peak_mb"], seen["cpu"]), "", "The endpoint: " + printed])


def repair(rounds, count=1300):
    """Replies that were broken by seed, read by us and by json-repair; who gives back what was broken, and how fast."""
    made = breakages.cases(count)
    texts = PLACE / "broken.jsonl"
    with open(texts, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(text, ensure_ascii=False) + "\n" for _, text, _, _ in made)
    commands = {"generator": [str(RELEASE / "bench_repair"), str(texts)],
                "json-repair 0.64.6": [sys.executable, str(ROOT / "bench" / "repair_peer.py"), str(texts)]}
    workers = {name: Worker(command) for name, command in commands.items()}
    times, right = {name: [] for name in commands}, {}
    for turn in range(rounds):
        for name in list(commands)[:: 1 if turn % 2 else -1]:
            times[name].append(workers[name].ask("go")["seconds"])
    for name, worker in workers.items():
        worker.ask("write %s" % (PLACE / "repaired.jsonl"))
        worker.close()
        values = [json.loads(line) for line in open(PLACE / "repaired.jsonl", encoding="utf-8")]
        right[name] = [breakages.is_right(value, truth, whole) for value, (_, _, truth, whole) in zip(values, made, strict=True)]
    rows = ["| program | right | µs a text | ours is faster by |", "| --- | --- | --- | --- |"]
    for name in commands:
        faster = "" if name == "generator" else show_ratio(ratio(times[name], times["generator"]))
        rows.append("| %s | %d of %d | %.1f | %s |" % (name, sum(right[name]), count, 1e6 * median(times[name]) / count, faster))
    rows += ["", "| what was broken | cases | ours right | json-repair right |", "| --- | --- | --- | --- |"]
    for kind in breakages.KINDS:
        of_kind = [i for i, case in enumerate(made) if case[0] == kind.__name__]
        rows.append("| %s | %d | %s |" % (kind.__name__.replace("_", " "), len(of_kind),
                                         " | ".join(str(sum(right[name][i] for i in of_kind)) for name in commands)))
    say("Repair of replies: %d broken by seed, %d rounds in turn, processor time of one thread." % (count, rounds), rows)


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
    parser.add_argument("what", nargs="*", default=["startup", "chunking", "throughput", "lance", "asking", "repair"])
    arguments = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    where = machine()
    print(where + "\n", flush=True)
    for what in arguments.what:
        {"startup": startup,
         "chunking": lambda: chunking(arguments.rounds),
         "asking": lambda: asking(arguments.rounds),
         "throughput": lambda: throughput([int(n) for n in arguments.chunks.split(",")]),
         "lance": lance_scan,
         "repair": lambda: repair(arguments.rounds)}[what]()
    if arguments.record:
        record()
