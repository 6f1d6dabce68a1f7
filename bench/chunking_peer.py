"""A peer of bench_chunking, with the same protocol: `chunking_peer.py NAME FOLDER MIN:MAX`."""

import json
import pathlib
import sys
import time


def splitter(name, low, high):
    if name == "semantic-text-splitter":
        from semantic_text_splitter import MarkdownSplitter
        return MarkdownSplitter.from_tiktoken_model("gpt-4o", (low, high)).chunks
    if name == "semchunk":
        import semchunk
        import tiktoken
        return semchunk.chunkerify(tiktoken.get_encoding("o200k_base"), high)
    raise SystemExit("no peer %s" % name)


def main():
    name, folder, budget = sys.argv[1:]
    cut = splitter(name, *map(int, budget.split(":")))
    texts = [path.read_text() for path in sorted(pathlib.Path(folder).rglob("*.md"))]
    size = sum(len(text.encode()) for text in texts)
    cut("so that the vocabulary is there")
    chunks = []
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line == "go":
            begin = time.perf_counter()
            chunks = [chunk for text in texts for chunk in cut(text)]
            print(json.dumps({"seconds": time.perf_counter() - begin, "bytes": size, "chunks": len(chunks)}), flush=True)
        elif line.startswith("write "):
            with open(line[6:], "w") as out:
                out.writelines(json.dumps(chunk) + "\n" for chunk in chunks)
            print("{}", flush=True)


main()
