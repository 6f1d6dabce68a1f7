"""json-repair as a worker: reads texts (JSON strings, a line each) from a file; "go" repairs all, "write PATH" writes what was read."""

import json
import sys
import time

import json_repair


def main():
    texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    values = []
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line == "go":
            begin = time.process_time()
            values = [json_repair.loads(text) for text in texts]
            print(json.dumps({"seconds": time.process_time() - begin, "texts": len(texts)}), flush=True)
        elif line.startswith("write "):
            with open(line[6:], "w", encoding="utf-8") as out:
                out.writelines(json.dumps(value) + "\n" for value in values)
            print("{}", flush=True)


main()
