"""Services behind an address, really called.

usage: service_peers.py GENERATOR MODULES FOLDER      (FOLDER is emptied and used)

1. server-everything of npm over streamable HTTP: the same tools as over stdio, and a call.
2. A server of PyPI's `mcp`: the stateless revision 2026-07-28, and two calls.
3. A shop that FastAPI serves and describes: its operations called by hand, DELETE only where it is allowed twice; then
   `tool-pipeline` on it, whose rows hold calls that the shop answered.

Needs node, npm's @modelcontextprotocol/server-everything below MODULES, and PyPI's mcp, fastapi and uvicorn. Ends with 1 and
what differed.
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 120
LOCAL = ["--allow-address", "127.0.0.1"]


def expect(holds, message):
    if not holds:
        sys.exit("not as promised: " + message)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def service(port, *command):
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, PORT=str(port)))
    try:
        for _ in range(10 * SECONDS):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            expect(process.poll() is None, "%s ended" % command[1])
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def run(*words, fails=False):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=SECONDS)
    expect((done.returncode != 0) == fails, "%s ended with %d: %s" % (" ".join(map(str, words[:3])), done.returncode, done.stderr))
    return done


def replies(generator, spec, *options):
    done = run(generator, "tool-execute", spec, *LOCAL, *options)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def everything(generator, program, folder):
    port = free_port()
    with service(port, "node", program, "streamableHttp"):
        names = []
        for spec, options in (("mcp:http://127.0.0.1:%d/mcp" % port, LOCAL), ("mcp:node %s" % program, [])):
            output = folder / ("everything%d.json" % len(names))
            run(generator, "tool-parse", spec, *options, "-o", output)
            names.append([tool["name"] for tool in json.load(open(output))["tools"]])
        expect(names[0] == names[1], "other tools over HTTP: %s" % names)
        rows, said = replies(generator, "mcp:http://127.0.0.1:%d/mcp" % port, "--allow", "echo", "--call", 'echo {"message":"hi"}')
        expect(rows[0]["result"] == "Echo: hi", rows)
    return said.splitlines()[0]


def stateless(generator):
    port = free_port()
    with service(port, sys.executable, HERE / "stateless_server.py", port):
        rows, said = replies(generator, "mcp:http://127.0.0.1:%d/mcp" % port, "--allow", "*",
                             "--call", 'add {"a": 2, "b": 3}', "--call", 'greet {"name": "Zoë"}')
        expect("MCP 2026-07-28" in said, said)
        expect("5" in json.dumps(rows[0]["result"]) and "Hello, Zo" in json.dumps(rows[1]["result"]), rows)
    return said.splitlines()[0]


def bookshop(generator, folder):
    port = free_port()
    address = "http://127.0.0.1:%d" % port
    with service(port, sys.executable, HERE / "bookshop.py", port):
        spec = folder / "bookshop.json"
        spec.write_bytes(urllib.request.urlopen(address + "/openapi.json").read())
        real = [spec, "--server", address]
        rows, _ = replies(generator, *real, "--allow", "*", "--call", 'add_book {"title":"Ulysses","author":"James Joyce","price":12}',
                          "--call", 'get_book {"book_id":3}', "--call", 'set_price {"book_id":3,"price":8}', "--call", 'get_book {"book_id":9}')
        expect([row["is_error"] for row in rows] == [False, False, False, True], rows)
        expect(rows[2]["result"]["price"] == 8, rows)
        refused = run(generator, "tool-execute", *real, *LOCAL, "--allow", "delete_book", "--call", 'delete_book {"book_id":3}', fails=True)
        expect("--allow-destructive" in refused.stderr, refused.stderr)
        rows, _ = replies(generator, *real, "--allow", "delete_book", "--allow-destructive", "delete_book", "--call", 'delete_book {"book_id":3}')
        expect(not rows[0]["is_error"], rows)
        output = folder / "bookshop.jsonl"
        done = run(generator, "tool-pipeline", *real, *LOCAL, "--allow", "*", "--provider", "offline", "--target-pairs", 25,
                   "--reset", "curl -s -o /dev/null -X POST %s/reset" % address, "-o", output)
        kept = [json.loads(line) for line in open(output)]
        expect(len(kept) == 25, done.stderr)
    return "%d rows, %s" % (len(kept), next(line for line in done.stderr.splitlines() if "carried out for real" in line))


def main():
    generator, modules, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    program = pathlib.Path(modules) / "@modelcontextprotocol/server-everything/dist/index.js"
    print("over HTTP:", everything(generator, program, folder))
    print("over HTTP:", stateless(generator))
    print("bookshop:", bookshop(generator, folder))


main()
