"""Generator against a real server of models: llama-cpp-python's, with a random model and, for a whole pipeline, SmolLM2.

server_test.py GENERATOR FOLDER SMOLLM2.gguf [CASE]...      (FOLDER is emptied and used)

Ends with 1 at the first thing that is not as promised. Each case says what it saw.
"""

import json
import pathlib
import re
import shutil
import signal
import sys
import time
import urllib.request

import jsonschema
import random_model
from program import DATA, ROOT, Place, check
from server import Server

FOUR_IN_FLIGHT = 4
DOCUMENTS = (ROOT / "examples", "--chunk-tokens", "64:200")


def place_of(test, name, server, provider="vllm", model="tiny", more=""):
    settings = ("llm:\n  provider: %s\n  seed: 7\n  concurrency: %d\n  timeout: {connect: 5, silence: 60, total: 600}\n%s"
                "  %s:\n    model: %s\n    base_url: %s\n    api_key: ${KEY}\n" % (provider, FOUR_IN_FLIGHT, more, provider, model, server.url))
    return Place(test.generator, test.folder / name, settings, {"KEY": "sk-local", "SOURCE_DATE_EPOCH": "1700000000"})


def make_pairs(place):
    """pairs.json to work on, made by the rules; how many."""
    place.run("generate", *DOCUMENTS, "-o", "pairs.json", "--provider", "offline", "-q")
    return len(place.rows("pairs.json"))


# ---- the wire

def served(wire):
    return [request for request in wire if request.get("status") == 200]


def finish(request):
    return request["answer"]["choices"][0]["finish_reason"]


def without_bounds(schema):
    """The server's grammars know nothing of numbers' bounds."""
    if isinstance(schema, dict):
        return {k: without_bounds(v) for k, v in schema.items() if k not in ("minimum", "maximum")}
    return [without_bounds(item) for item in schema] if isinstance(schema, list) else schema


def follows(request, bounds):
    schema = request["asked"]["response_format"]["schema"]
    try:
        reply = json.loads(request["answer"]["choices"][0]["message"]["content"], strict=False)  # its strings may hold control characters
        jsonschema.validate(reply, schema if bounds else without_bounds(schema))
        return True
    except (ValueError, jsonschema.ValidationError):
        return False


def tokens(wire, kind):
    return sum(request["answer"]["usage"][kind] for request in served(wire))


def agrees(money, wire):
    """The ledger, whose sums the report shows, has what the server counted."""
    counted = (money["replies"], money["input_tokens"], money["output_tokens"])
    heard = (len(served(wire)), tokens(wire, "prompt_tokens"), tokens(wire, "completion_tokens"))
    check(counted == heard, "calls, input and output tokens are %s in the report and %s at the server" % (counted, heard))


def ways(wire):
    return [request["asked"].get("response_format", {}).get("type") for request in wire]


# ---- the cases

def case_check(at):
    """`providers` and `providers --check` with both names under which such a server goes."""
    for provider in ("vllm", "openai"):
        place = place_of(at, "check_" + provider, at.tiny, provider)
        at.tiny.forget()
        listed = place.run("providers")
        check(re.search(r"%s +ready .*model `tiny` is there" % provider, listed), "`providers` says\n" + listed)
        said = place.run("providers", "--check", provider)
        usage = at.tiny.wire()[-1]["answer"]["usage"]
        check("`%s` answered in " % provider in said and "%d tokens in" % usage["prompt_tokens"] in said
              and "%d out" % usage["completion_tokens"] in said, "`providers --check` says\n%sand the server %s" % (said, usage))
    return "both say what the server says: %d tokens in, %d out" % (usage["prompt_tokens"], usage["completion_tokens"])


def case_schema(at):
    """Replies held to a schema: every uncut one follows it, and what the server does not know of it is checked by us."""
    place = place_of(at, "schema", at.tiny, more="  max_tokens: 600\n")
    rows = make_pairs(place)
    seen, uncut, cut, outside, raw = [], 0, 0, 0, 0
    for words, output in ((("generate", *DOCUMENTS, "--max-chunks", 24, "-o", "made.json", "--keep-going"), "made.json"),
                          (("enrich", "pairs.json", "-o", "better.json", "--keep-going"), "better.json"),
                          (("curate", "pairs.json", "-o", "good.json", "--keep-going", "--threshold", "0"), "good.json")):
        at.tiny.forget()
        place.run(*words, wants=(0, 1))
        wire = at.tiny.wire()
        refused = [request for request in wire if request["status"] != 200]
        check(0 < len(refused) <= FOUR_IN_FLIGHT and set(ways(refused)) == {"json_schema"},
              "%s: only the first requests are spelt as the server does not take it: %s" % (words[0], ways(refused)))
        check(set(ways(served(wire))) == {"json_object"}, "%s: then json_object with the schema: %s" % (words[0], set(ways(wire))))
        report, replies = place.report(output), served(wire)
        agrees(report["money"], wire)
        seen.append("%s %d" % (words[0], len(replies)))
        whole = [request for request in replies if finish(request) == "stop"]
        for request in whole:
            check(follows(request, bounds=False), "a reply breaks its schema: %s" % request["answer"]["choices"][0])
        wrong = sum(not follows(request, bounds=True) for request in whole)
        bad = report["stages"][0]["bad_replies"]
        check(wrong <= bad <= wrong + len(replies) - len(whole), "%s: %d replies are bad, %d of the uncut ones and at most the %d cut ones are" % (
            words[0], bad, wrong, len(replies) - len(whole)))
        uncut, cut, outside = uncut + len(whole), cut + len(replies) - len(whole), outside + wrong
        raw += sum(any(ord(c) < 32 and c != "\n" for c in request["answer"]["choices"][0]["message"]["content"]) for request in whole)
    check(outside > 0, "the random model gave no mark outside 1 to 10, so nothing was shown of bounds")
    marks = [row["rating"]["criteria"] for row in place.rows("good.json")]
    check(all(1 <= mark <= 10 for criteria in marks for mark in criteria.values()), "a mark outside 1 to 10 became a rating")
    check(rows > 10 and uncut > 30, "too little was asked: %d replies" % uncut)
    return "replies: %s; %d uncut follow their schema (%d with a number out of bounds, none used; %d with control characters, read all the same), %d cut" % (
        ", ".join(seen), uncut, outside, raw, cut)


def case_cut(at):
    """A reply that ends at max_tokens, and again at twice as much, is its own outcome."""
    place = place_of(at, "cut", at.tiny, more="  max_tokens: 5\n")
    at.tiny.forget()
    place.run("generate", *DOCUMENTS, "--max-chunks", 12, "-o", "cut.json", "--keep-going", "--n-pairs", 1, wants=(1,))
    wire, stage = at.tiny.wire(), place.report("cut.json")["stages"][0]
    codes = [reject["code"] for reject in place.rejects("cut.json")]
    check(set(codes) == {"cut_reply"} and len(codes) == stage["in"], "every chunk's reply was cut: %s of %d" % (codes, stage["in"]))
    check({finish(request) for request in served(wire)} == {"length"}, "the server cut all of them")
    limits = sorted(request["asked"]["max_tokens"] for request in served(wire))
    check(limits == [5] * len(codes) + [10] * len(codes), "asked with 5 tokens, then once with 10: %s" % limits)
    agrees(place.report("cut.json")["money"], wire)
    return "%d chunks, each asked with 5 and with 10 tokens: all are cut_reply" % len(codes)


def case_long_strings(at):
    """A schema that this server's grammars cannot hold reaches it without what they cannot hold."""
    place = place_of(at, "long_strings", at.tiny, more="  max_tokens: 300\n")
    place.run("prompts", "eject", "prompts")
    prompt = place.folder / "prompts" / "enrich.yaml"
    text = prompt.read_text()
    check(text.count("answer: {type: string") == 1, "enrich.yaml has the field this case changes")
    prompt.write_text(text.replace("answer: {type: string", "answer: {type: string, maxLength: 2000"))
    make_pairs(place)
    at.tiny.forget()
    place.run("enrich", "pairs.json", "-o", "better.json", "--prompts", "prompts", "--keep-going")
    schemas = [json.dumps(request["asked"]["response_format"]["schema"]) for request in served(at.tiny.wire())]
    check(schemas and all('"maxLength"' not in schema and "maxLength: 2000" in schema for schema in schemas),
          "maxLength 2000 is told in words: %s" % schemas[:1])
    check(at.tiny.is_alive() and at.tiny.answers(), "the server lives")
    # What would have happened: the same field sent as it stands, to a server of its own.
    victim = at.server("victim")
    body = {"model": "tiny", "max_tokens": 20, "messages": [{"role": "user", "content": "a"}], "response_format": {
        "type": "json_object", "schema": {"type": "object", "properties": {"a": {"type": "string", "maxLength": 2000}}, "required": ["a"]}}}
    try:
        urllib.request.urlopen(urllib.request.Request(victim.url + "/chat/completions", json.dumps(body).encode(),
                                                      {"content-type": "application/json"}), timeout=120)
        sent = "is answered"
    except OSError as error:
        time.sleep(0.5)
        sent = "%s: %s" % ("fails" if victim.is_alive() else "kills it (exit %s)" % victim.process.poll(), error)
    victim.stop()
    return "%d requests without maxLength; sent as it stands it %s" % (len(schemas), sent)


def case_context(at):
    """A request that does not fit is not sent again: its passage is asked about in halves; the others are answered."""
    server = at.server("small_context", n_ctx=8192)
    place = place_of(at, "context", server, more="  max_tokens: 300\n")
    sentence = "The broker of queue %d writes each message to disk before it tells the sender that the message has arrived. "
    for name, count in (("short", 6), ("long", 60)):
        document = place.folder / "docs" / (name + ".md")
        document.parent.mkdir(exist_ok=True)
        document.write_text("# Queue %s\n\n%s\n" % (name, "".join(sentence % i for i in range(count))))
    server.forget()
    place.run("generate", "docs", "-o", "rows.json", "--chunk-tokens", "64:4000", "--keep-going", wants=(1, 3))
    wire = [request for request in server.wire() if ways([request]) == ["json_object"]]
    too_long = [request for request in wire if request["status"] == 400]
    check(len(too_long) == 1 and too_long[0]["answer"]["error"]["code"] == "context_length_exceeded", "one request is refused: %s" % [
        request["status"] for request in wire])
    codes = [reject["code"] for reject in place.rejects("rows.json")]
    check("context_too_long" not in codes and len(served(wire)) >= 3, "both halves and the short chunk are answered: %s, %s" % (len(served(wire)), codes))
    server.stop()
    return "the long chunk is refused once and asked about in halves, which are answered like the short one"


def wait_for(holds, what, seconds=120):
    end = time.monotonic() + seconds
    while not holds():
        check(time.monotonic() < end, "%s did not happen in %d s" % (what, seconds))
        time.sleep(0.005)


def case_interrupt(at):
    """Ctrl-C with requests in flight: the program ends at once, the server goes on serving, the same command finishes."""
    server = at.server("interrupted")
    place = place_of(at, "interrupt", server, more="  max_tokens: 600\n")
    rows = make_pairs(place)
    command = ("enrich", "pairs.json", "-o", "better.json", "--prompt-set", "small", "--keep-going")
    process = place.begin(*command)
    wait_for(lambda: len(served(server.wire())) >= 3, "the third reply")
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    printed = "".join(process.communicate(timeout=60))
    ended = time.monotonic() - began
    check(process.returncode == 130 and "interrupted: " in printed, "exit %d: %s" % (process.returncode, printed))
    check(ended < 2, "it took %.1f s to end" % ended)
    asked = len(server.wire())
    in_flight = asked - len(served(server.wire()))
    began = time.monotonic()
    place.run("providers", "--check", "vllm")
    again = time.monotonic() - began
    place.run(*command)
    bodies = [json.dumps(request["asked"]) for request in served(server.wire())]
    repeated = len(bodies) - len(set(bodies))
    check(repeated <= FOUR_IN_FLIGHT, "%d requests were answered twice" % repeated)
    check(len(place.rows("better.json")) == rows, "the same command finishes")
    check(server.is_alive(), "the server lives")
    server.stop()
    return "ended in %.2f s after %d requests, %d unanswered; the server answers a check in %.1f s; the same command finishes, %d asked twice" % (
        ended, asked, in_flight, again, repeated)


def paid(wire):
    return {json.dumps(request["asked"]) for request in served(wire)}


def case_killed(at):
    """The server dies and stays away: the run ends with what it has, and goes on when the server is back."""
    server = at.server("killed")
    place = place_of(at, "killed", server, more="  max_tokens: 600\n  retry: {most: 2, first: 0.1}\n")
    rows = make_pairs(place)
    command = ("enrich", "pairs.json", "-o", "better.json", "--prompt-set", "small", "--keep-going")
    process = place.begin(*command)
    wait_for(lambda: len(served(server.wire())) >= 5, "the fifth reply")
    server.kill()
    printed = "".join(process.communicate(timeout=120))
    check(process.returncode == 1 and "the same command goes on" in printed, "exit %d: %s" % (process.returncode, printed))
    before = paid(server.wire())
    check(not (place.folder / "better.json").exists(), "no half file stands there")
    server.forget()
    server.start()
    place.run(*command)
    repeated = paid(server.wire()) & before
    check(len(repeated) <= FOUR_IN_FLIGHT, "%d requests were paid for twice" % len(repeated))
    check(len(place.rows("better.json")) == rows, "the same command finishes")
    last = next(line for line in printed.splitlines() if line.startswith("generator:"))
    server.stop()
    return "`%s`; the same command finishes, %d of %d replies asked twice" % (last, len(repeated), len(before))


def case_restarted(at):
    """The server dies and comes back: the run waits for it."""
    server = at.server("restarted")
    place = place_of(at, "restarted", server, more="  max_tokens: 600\n")
    rows = make_pairs(place)
    process = place.begin("enrich", "pairs.json", "-o", "better.json", "--prompt-set", "small", "--keep-going")
    wait_for(lambda: len(served(server.wire())) >= 5, "the fifth reply")
    server.kill()
    time.sleep(1)
    server.start()
    printed = "".join(process.communicate(timeout=600))
    check(process.returncode == 0, "exit %d: %s" % (process.returncode, printed))
    check(len(place.rows("better.json")) == rows, "all rows are there")
    server.stop()
    return "killed with %d requests in flight and back after a second: the run finishes by itself, %d rows" % (FOUR_IN_FLIGHT, rows)


def case_key(at):
    """A key that the server refuses."""
    server = at.server("key", api_KEY="sk-right")
    place = place_of(at, "key", server)
    said = place.run("providers", "--check", "vllm", wants=(1,), KEY="sk-wrong-and-secret")
    check("check the key" in said and "sk-wrong" not in said, "a wrong key: " + said)
    place.run("providers", "--check", "vllm", KEY="sk-right")
    server.stop()
    return "a wrong key ends with: " + said.strip()


def case_pipeline(at):
    """The whole way with a real instruct model; it is too small to judge, so the rules do that."""
    server = at.server("smollm2", model=at.smollm2, model_alias="SmolLM2-135M-Instruct", n_ctx=4096)
    place = place_of(at, "pipeline", server, model="SmolLM2-135M-Instruct", more="  max_tokens: 300\n  temperature: 0\n")
    with open(place.folder / "settings.yaml", "a") as settings:
        settings.write("stages:\n  judge: {provider: offline}\n")
    source = DATA / "hdf5_docs" if DATA.exists() else ROOT / "examples" / "docs"
    began = time.monotonic()
    command = ("pipeline", source, "--max-chunks", 5, "-o", "training.jsonl", "--n-pairs", 1, "--keep-going", "--threshold", 3)
    place.run(*command, wants=(0, 3))
    took, wire = time.monotonic() - began, server.wire()
    report, rows = place.report("training.jsonl"), place.rows("training.jsonl")
    check(len(rows) >= 1 and all(row["messages"][-1]["role"] == "assistant" for row in rows), "there are rows for a trainer")
    check((report["money"]["input_tokens"], report["money"]["output_tokens"]) == (
        tokens(wire, "prompt_tokens"), tokens(wire, "completion_tokens")), "tokens are counted: %s" % report["money"])
    asked = len(wire)
    place.run(*command, wants=(0, 3))
    check(len(server.wire()) - asked <= FOUR_IN_FLIGHT, "run again it asks nothing: %d requests" % (len(server.wire()) - asked))
    server.stop()
    return "%s: %d rows in %.0f s, %d requests, %d tokens in, %d out" % (
        source.name, len(rows), took, len(wire), tokens(wire, "prompt_tokens"), tokens(wire, "completion_tokens"))


class Test:
    def __init__(self, generator, folder, smollm2):
        self.generator, self.folder, self.smollm2, self.servers = generator, folder, smollm2, []
        random_model.write(folder / "random.gguf", 32768)
        self.tiny = self.server("tiny")

    def server(self, name, **settings):
        defaults = {"model": self.folder / "random.gguf", "model_alias": "tiny", "n_ctx": 32768, "n_threads": 1, "n_threads_batch": 1, "verbose": False}
        self.servers.append(Server(self.folder / "servers" / name, **{**defaults, **settings}))
        return self.servers[-1]


if __name__ == "__main__":
    generator, folder, smollm2 = map(lambda word: pathlib.Path(word).resolve(), sys.argv[1:4])
    wanted = sys.argv[4:] or [name[5:] for name in globals() if name.startswith("case_")]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    test = Test(generator, folder, smollm2)
    try:
        for name in wanted:
            print("%s: %s" % (name, globals()["case_" + name](test)), flush=True)
    finally:
        for server in test.servers:
            server.stop()
