"""Scan of id, content and source_file: ours against pylance, in one run. `scan_peer.py BENCH_LANCE_SCAN [ROWS]`

Makes a table with Python's lancedb (rows of about a kilobyte), then lets both read it five times in turn, each in a
process of its own, and compares the best times. Needs: pip install pylance==14.0.2 lancedb==0.40.0
"""
import json
import random
import subprocess
import sys
import tempfile

import lancedb
import pyarrow as pa

COLUMNS = ["id", "content", "source_file"]
PEER = """
import json, sys, time, lance
seconds = []
for run in range(5):
    start = time.perf_counter()
    rows = size = 0
    for batch in lance.dataset(sys.argv[1]).scanner(columns=sys.argv[2:]).to_batches():
        rows += batch.num_rows
    seconds.append(time.perf_counter() - start)
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps({"rows": rows, "peak_mb": peak, "seconds": seconds}))
"""


def make(folder, rows):
    random.seed(7)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(2, 11))) for _ in range(5000)]

    def batches():
        for begin in range(0, rows, 10_000):
            numbers = range(begin, min(rows, begin + 10_000))
            yield pa.RecordBatch.from_pydict({
                "id": [f"docs/page{n // 40}.md:{n}" for n in numbers],
                "content": [" ".join(random.choices(words, k=random.randint(40, 260))) for n in numbers],
                "content_hash": [f"{random.getrandbits(128):032x}" for n in numbers],
                "source_file": [f"docs/page{n // 40}.md" for n in numbers],
                "start_line": [n for n in numbers],
            })

    first = next(batches())
    lancedb.connect(folder).create_table("text_chunks", batches(), schema=first.schema)


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    bench, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        make(folder, rows)
        table = f"{folder}/text_chunks.lance"
        ours, theirs = [], []
        for turn in range(5):
            ours.append(run([bench, folder, "text_chunks", *COLUMNS]))
            theirs.append(run([sys.executable, "-c", PEER, table, *COLUMNS]))
        assert ours[0]["rows"] == theirs[0]["rows"] == rows
        best = [min(min(result["seconds"]) for result in results) for results in (ours, theirs)]
        peak = [max(result["peak_mb"] for result in results) for results in (ours, theirs)]
        print(f"rows {rows:,}, text {ours[0]['bytes'] / 1e6:.0f} MB")
        print(f"ours    {best[0]:.3f} s  {rows / best[0]:12,.0f} rows/s  peak {peak[0]} MB")
        print(f"pylance {best[1]:.3f} s  {rows / best[1]:12,.0f} rows/s  peak {peak[1]} MB")
        print(f"ours / pylance {best[1] / best[0]:.2f}x (to reach: 0.9x)")


main()
