"""What we make of real MCP servers, from npm.

usage: mcp_peers.py GENERATOR MODULES FOLDER      (FOLDER is emptied and used)

1. Every server of MODULES lists its tools over stdio; `generator tool-parse` must take each of them, with the names of its
   arguments.
2. The same live, `mcp:COMMAND`; and calls are carried out for real: of server-everything, two of server-memory that lean on each
   other, and of server-filesystem one inside its folder and one outside.
3. The dependency graph of server-memory against tests/tool/gold/server_memory.json: precision >= 0.9, recall >= 0.8.

Needs node, and npm's @modelcontextprotocol/server-everything, -memory and -filesystem below MODULES. Ends with 1 and what
differed.
"""

import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SECONDS = 30


def expect(holds, message):
    if not holds:
        sys.exit("not as promised: " + message)


def listing(command):
    """The reply to tools/list."""
    requests = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "peers", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        for request in requests:
            server.stdin.write(json.dumps(request) + "\n")
            server.stdin.flush()
            if request.get("id") == 1:
                expect(json.loads(server.stdout.readline()).get("id") == 1, "%s: no reply to initialize" % command[0])
        for line in server.stdout:
            message = json.loads(line)
            if message.get("id") == 2:
                return message
        expect(False, "%s: no reply to tools/list" % command[0])
    finally:
        server.kill()
        server.wait(SECONDS)


def run(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=SECONDS)
    expect(done.returncode == 0, "%s ended with %d: %s" % (" ".join(map(str, words[:3])), done.returncode, done.stderr))
    return done.stdout


def parse(generator, path):
    output = path.with_suffix(".tools.json")
    run(generator, "tool-parse", path, "-o", output)
    described = json.load(open(path))["result"]["tools"]
    parsed = json.load(open(output))["tools"]
    expect(len(parsed) == len(described), "%s: %d of %d tools" % (path.name, len(parsed), len(described)))
    for one, other in zip(described, parsed):
        names = set(one.get("inputSchema", {}).get("properties", {}))
        expect(set(other["input_schema"].get("properties", {})) == names, "%s: arguments of %s" % (path.name, one["name"]))
    return len(parsed)


def live(generator, program, file):
    spec = "mcp:" + program
    output = file.with_suffix(".live.json")
    run(generator, "tool-parse", spec, "-q", "-o", output)
    wanted, got = (set(t["name"] for t in json.load(open(p))["tools"]) for p in (file.with_suffix(".tools.json"), output))
    expect(wanted == got, "%s: other tools live: %s" % (spec, wanted ^ got))


def call(generator, program, allowed, *calls):
    words = [w for name in allowed for w in ("--allow", name, "--allow-destructive", name)]
    words += [w for name, arguments in calls for w in ("--call", name + " " + json.dumps(arguments))]
    lines = run(generator, "tool-execute", "mcp:" + program, "-q", *words).splitlines()
    expect(len(lines) == len(calls), "%s: %d of %d calls" % (program, len(lines), len(calls)))
    return [json.loads(line) for line in lines]


def calls(generator, commands):
    echo, total, picture, missing = call(
        generator, commands["everything"], ["echo", "get-sum", "get-tiny-image", "get-structured-content"],
        ("echo", {"message": "hello"}), ("get-sum", {"a": 2, "b": 3}), ("get-tiny-image", {}),
        ("get-structured-content", {"location": "Chicago"}))
    expect(echo["result"] == "Echo: hello" and "5" in total["result"], "server-everything: echo or get-sum")
    expect(any(b.get("mimeType") == "image/png" for b in picture["result"] if isinstance(b, dict)), "server-everything: no image")
    expect("temperature" in missing["result"], "server-everything: structured content")
    made, found = call(
        generator, commands["memory"], ["create_entities", "search_nodes"],
        ("create_entities", {"entities": [{"name": "Ada", "entityType": "person", "observations": ["wrote notes"]}]}),
        ("search_nodes", {"query": "Ada"}))
    expect(not made["is_error"] and "wrote notes" in json.dumps(found["result"]), "server-memory: %s" % found)
    wrote, read, outside = call(
        generator, commands["filesystem"], ["write_file", "read_text_file"],
        ("write_file", {"path": "a.txt", "content": "hello"}), ("read_text_file", {"path": "a.txt"}),
        ("read_text_file", {"path": "/etc/shadow"}))
    expect(not wrote["is_error"] and "hello" in json.dumps(read["result"]), "server-filesystem: %s" % read)
    expect(outside["is_error"], "server-filesystem: it read outside of its folder")
    return 9


def graph(generator, path):
    found = json.loads(run(generator, "tool-deps", path, "--json", "-q"))
    gold = json.load(open(ROOT / "tests/tool/gold/server_memory.json"))
    figures = []
    for kind, fields in (("data", ("from", "field", "to", "parameter")), ("state", ("from", "to"))):
        def key(edge):
            return tuple(edge[field] for field in fields)
        wanted = {key(e) for e in gold[kind] if not e.get("optional")}
        allowed = wanted | {key(e) for e in gold[kind]}
        got = {key(e) for e in found[kind]}
        right, wrong = got & wanted, got - allowed
        precision, recall = len(right) / max(1, len(right) + len(wrong)), len(right) / len(wanted)
        expect(precision >= 0.9 and recall >= 0.8, "%s edges: precision %.3f, recall %.3f" % (kind, precision, recall))
        figures.append("%s: precision %.3f, recall %.3f" % (kind, precision, recall))
    return "; ".join(figures)


if __name__ == "__main__":
    program, modules, place = map(pathlib.Path, sys.argv[1:4])
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name, words in (("everything", []), ("memory", []), ("filesystem", [str(place)])):
        file = place / (name + ".json")
        with open(file, "w") as out:
            json.dump(listing([str(modules / ".bin" / ("mcp-server-" + name))] + words), out)
        print("server-%s: %d tools, all taken" % (name, parse(program.resolve(), file)))
    folder = modules.resolve() / "@modelcontextprotocol"
    commands = {name: "node '%s/server-%s/dist/index.js'" % (folder, name) for name in ("everything", "memory")}
    commands["memory"] = "sh -c 'MEMORY_FILE_PATH=$PWD/memory.jsonl exec node \"$0\"' '%s/server-memory/dist/index.js'" % folder
    commands["filesystem"] = "node '%s/server-filesystem/dist/index.js' ." % folder
    for name, command in commands.items():
        live(program.resolve(), command, place / (name + ".json"))
    print("live: the same tools; %d calls carried out" % calls(program.resolve(), commands))
    print("server-memory, " + graph(program.resolve(), place / "memory.json"))
