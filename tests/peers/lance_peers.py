"""What Python's lancedb makes of our databases, and we of its.

usage: lance_peers.py GENERATOR FOLDER      (FOLDER is emptied and used)

1. `generator ingest` writes a database from examples/; lancedb opens it, counts, filters and searches it by text, and
   ingesting again changes nothing.
2. lancedb writes databases with what others' tables have: columns in another order, extra columns, null-typed columns,
   large_string, several fragments and versions, deleted rows. `generator generate` must read exactly the rows that are there.

Needs PyPI `lancedb` and `pylance`. Ends with 1 and what differed.
"""

import json
import pathlib
import shutil
import subprocess
import sys

import lancedb
import pyarrow as pa

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COLUMNS = {"id", "content", "content_hash", "source_file", "source_type", "language", "heading_path", "start_line", "end_line", "token_count"}
TEXT = ("The log of store %d is forced to disk every %d milliseconds, because a power cut would otherwise lose points that were "
        "acknowledged. If the interval is set to zero, the log is forced before each write is acknowledged, which costs one disk "
        "flush for each call. To change the interval, stop the server, edit the settings of the store, and start it again. ")


def command(*words, accept=(0,)):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
    if done.returncode not in accept:
        sys.exit("%s\nended with %d:\n%s%s" % (" ".join(map(str, words)), done.returncode, done.stdout, done.stderr))
    return done


def expect(holds, what):
    if not holds:
        sys.exit("not as promised: " + what)


def ours_to_theirs(generator, folder):
    database = folder / "ours.lancedb"
    command(generator, "ingest", ROOT / "examples" / "docs", ROOT / "examples" / "code", "-o", database)
    tables = lancedb.connect(database)
    table = tables.open_table("text_chunks")
    rows = table.to_arrow().to_pylist()
    expect(COLUMNS <= set(rows[0]), "columns %s" % sorted(COLUMNS - set(rows[0])))
    expect(len(rows) == table.count_rows() > 5, "rows are counted")
    expect(len({row["id"] for row in rows}) == len(rows), "ids differ")
    source = rows[0]["source_file"]
    found = table.search().where("source_file = '%s'" % source).limit(1000).to_list()
    expect(len(found) == sum(row["source_file"] == source for row in rows), "a filter finds its rows")
    expect(tables.open_table("code_chunks").count_rows() > 0, "code has its own table")
    before = table.to_arrow().sort_by("id")
    again = command(generator, "ingest", ROOT / "examples" / "docs", ROOT / "examples" / "code", "-o", database)
    expect(lancedb.connect(database).open_table("text_chunks").to_arrow().sort_by("id").equals(before), "ingesting again changes nothing")
    return "%d text rows; again: %s" % (len(rows), (again.stdout + again.stderr).strip().splitlines()[-1])


def read_by_us(generator, database, folder, wanted):
    """The sources of the chunks that `generate` saw are exactly `wanted`."""
    output = folder / "read.jsonl"
    shutil.rmtree(str(output) + ".run", ignore_errors=True)
    command(generator, "generate", database, "-o", output, "--provider", "offline", "--n-pairs", "1",
            accept=(0, 1, 3))  # 1: no pair was made of them
    # `chunks.jsonl` holds what was asked about.
    seen = {json.loads(line)["source"] for line in open(str(output) + ".run/chunks.jsonl")}
    expect(seen == wanted, "%s: rows %s are missing, rows %s are too many" % (database.name, sorted(wanted - seen)[:5], sorted(seen - wanted)[:5]))


def theirs_to_ours(generator, folder):
    def rows(numbers):
        return [(n, "page%d.md" % n, TEXT % (n, n + 10) * 2) for n in numbers]

    plain = lambda part: pa.table({"id": [str(n) for n, _, _ in part], "content": [t for _, _, t in part], "source_file": [s for _, s, _ in part]})
    shapes = {
        "other_order": lambda part: pa.table({"source_file": [s for _, s, _ in part], "extra": [n * 1.5 for n, _, _ in part],
                                              "content": [t for _, _, t in part], "id": [str(n) for n, _, _ in part]}),
        "large_string": lambda part: pa.table({"id": pa.array([str(n) for n, _, _ in part], pa.large_string()),
                                               "content": pa.array([t for _, _, t in part], pa.large_string()),
                                               "source_file": pa.array([s for _, s, _ in part], pa.large_string())}),
        "null_columns": lambda part: plain(part).append_column("language", pa.nulls(len(part))).append_column("heading_path", pa.nulls(len(part))),
        "vectors": lambda part: plain(part).append_column("vector", pa.array([[0.0] * 8] * len(part), pa.list_(pa.float32(), 8))),
    }
    for name, shape in shapes.items():
        database = folder / (name + ".lancedb")
        lancedb.connect(database).create_table("text_chunks", shape(rows(range(30))))
        read_by_us(generator, database, folder, {"page%d.md" % n for n in range(30)})
    database = folder / "versions.lancedb"
    table = lancedb.connect(database).create_table("text_chunks", plain(rows(range(30))))
    for begin in (30, 60, 90):
        table.add(plain(rows(range(begin, begin + 30))))
    table.delete("source_file IN ('page3.md', 'page45.md', 'page119.md')")
    table.update(where="id = '7'", values={"source_file": "renamed.md"})
    wanted = {"page%d.md" % n for n in range(120)} - {"page3.md", "page45.md", "page119.md", "page7.md"} | {"renamed.md"}
    read_by_us(generator, database, folder, wanted)
    table.optimize()
    read_by_us(generator, database, folder, wanted)
    return "%d shapes of tables, fragments and deletions" % (len(shapes) + 2)


if __name__ == "__main__":
    program, place = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    print("lancedb reads ours: " + ours_to_theirs(program, place))
    print("we read lancedb's: " + theirs_to_ours(program, place))
