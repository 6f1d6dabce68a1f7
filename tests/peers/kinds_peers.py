"""Every kind of row, exported in every format, as the programs that train on it read it.

usage: kinds_peers.py GENERATOR DOCUMENTS FOLDER --templates DIR --llamafactory DIR

Makes rows of each kind out of DOCUMENTS by the offline rules, exports them in each format and style, and then

1. reads the conversations out of every exported row and holds them against the rows: questions, answers and
   steps word for word; of a pair of answers the better one is the row's, and the other says something else;
2. renders them with the chat templates of TRL's wheel (DIR: its `chat_templates`), with jinja2 alone: of a pair
   prompt and better answer, and prompt and worse answer. Every text must stand there whole, in order;
3. has LLaMA-Factory read each file that it is told of: its own parser reads our dataset_info.json, and its own
   converter every row (DIR: the unpacked wheel). A row that it would skip, or reads other words from, is a failure.

A new kind is a line in KINDS, a new format a line in EXPORTS. Ends with 1 and the first differences.
"""

import argparse
import importlib
import json
import pathlib
import shutil
import subprocess
import sys
import types

import jinja2

from export_peers import Failures, inline, templates_in

# Kind: the command that makes its rows, of which documents ("": DOCUMENTS), and what they are exported with.
KINDS = {
    "pairs": (["generate"], "", []),
    "conversations": (["generate", "--turns", "2:4"], "", []),
    "reasoning": (["generate-cot", "--n-pairs", "6"], "tables", []),
    "mixed": (["pairs", "conversations", "reasoning"], None, []),  # rows of other kinds, one set
}
# Of which the rules make chains of thought.
TABLE = """# Acme {0}s

A {0} leads from a group to an object. A soft {0} keeps only the path of its target.

| Function | Purpose |
| --- | --- |
| `acme_{0}_hard` | Creates a hard {0} to an object. |
| `acme_{0}_soft` | Creates a soft {0} to an object. |
| `acme_{0}_visit` | Visits all {0}s of a group in turn. |
| `acme_{0}_close` | Closes a {0} after its last use. |

A soft {0} may lead to an object that is not there. An object that is not there cannot be opened. Therefore, a soft
{0} can fail when it is followed.
"""
FIELD = ("reasoning_content", "think", "text", "none")
INLINE = ("think", "text", "none")
# Format: its options, its styles, the endings of its files.
EXPORTS = {
    "chatml": (["-f", "chatml"], FIELD, (".jsonl", ".json")),
    "alpaca": (["-f", "alpaca"], INLINE, (".json",)),
    "sharegpt": (["-f", "sharegpt"], INLINE, (".jsonl", ".json")),
    "jsonl": (["-f", "jsonl"], ("reasoning_content", "none"), (".jsonl",)),
    "dpo": (["-f", "preference", "--shape", "dpo"], FIELD, (".jsonl", ".json")),
    "kto": (["-f", "preference", "--shape", "kto"], FIELD, (".jsonl",)),
    "openai": (["-f", "preference", "--shape", "openai"], INLINE, (".jsonl",)),
    "sharegpt-ranked": (["-f", "preference", "--shape", "sharegpt"], INLINE, (".jsonl", ".json")),
    "sharegpt-kto": (["-f", "preference", "--shape", "sharegpt-kto"], INLINE, (".jsonl",)),
    "alpaca-ranked": (["-f", "preference", "--shape", "alpaca"], INLINE, (".json",)),
    "alpaca-kto": (["-f", "preference", "--shape", "alpaca-kto"], INLINE, (".jsonl",)),
    "vertex": (["-f", "preference", "--shape", "vertex"], ("text", "none"), (".jsonl",)),
}
SYSTEM = "You answer questions about this software."
TOKENS = {"bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>", "unk_token": "<unk>"}
ROLES = {"human": "user", "gpt": "assistant", "model": "assistant"}


def message(role, content):
    return {"role": ROLES.get(role, role), "content": content}


def turns(row):
    """The messages of a row of conversations or contents, `from` and `value` or `parts`."""
    if "contents" in row:
        return [message(m["role"], m["parts"][0]["text"]) for m in row["contents"]]
    return [message(m["from"], m["value"]) for m in row["conversations"]]


def alpaca_prompt(row):
    history = [message(role, text) for pair in row["history"] for role, text in zip(("user", "assistant"), pair)]
    return history + [message("user", row["instruction"])]


def with_system(row, messages):
    system = row.get("system")
    if "systemInstruction" in row:
        system = row["systemInstruction"]["parts"][0]["text"]
    return ([message("system", system)] if system else []) + messages


def conversations(row):
    """(label, messages) of everything that a row trains on: True the better answer, False the worse, None plain."""
    if "messages" in row:
        return [(None, row["messages"])]
    if "prompt" in row and "chosen" in row:
        return [(True, row["prompt"] + row["chosen"]), (False, row["prompt"] + row["rejected"])]
    if "completion" in row:
        return [(row["label"], row["prompt"] + row["completion"])]
    if "input" in row and isinstance(row["input"], dict):
        prompt = row["input"]["messages"]
        return [(True, prompt + row["preferred_output"]), (False, prompt + row["non_preferred_output"])]
    if "completions" in row:
        scored = [(c["score"] == 1, message("model", c["completion"]["parts"][0]["text"])) for c in row["completions"]]
        return [(label, with_system(row, turns(row) + [answer])) for label, answer in scored]
    if "conversations" in row:
        if "chosen" in row:
            answers = ((True, row["chosen"]), (False, row["rejected"]))
            return [(label, with_system(row, turns(row) + [message(a["from"], a["value"])])) for label, a in answers]
        return [(row.get("kto_tag"), with_system(row, turns(row)))]
    if "instruction" in row:
        prompt = alpaca_prompt(row)
        answers = (((True, row["chosen"]), (False, row["rejected"])) if "chosen" in row
                   else ((row.get("kto_tag"), row["output"]),))
        return [(label, with_system(row, prompt + [message("assistant", text)])) for label, text in answers]
    messages = []
    for turn in turns_of(row):
        answer = message("assistant", turn["answer"])
        if turn.get("reasoning"):
            answer["reasoning_content"] = "\n".join(turn["reasoning"])
        messages += [message("user", turn["question"]), answer]
    return [(None, with_system(row, messages))]


def turns_of(row):
    """Of our rows: a conversation's turns, or the pair as the only one."""
    return row.get("turns") or [row]


def meant(source, style):
    """What is said before the last answer → (answers, thoughts) as the rows have them, in that style."""
    out = {}
    for row in source:
        said = []
        for turn in turns_of(row):
            steps = turn.get("reasoning") or []
            said += [turn["question"], inline(turn["answer"], steps, style)]
            thought = "\n".join(steps) if style == "reasoning_content" else ""
        out.setdefault(tuple(said[:-1]), set()).add((said[-1], thought))
    return out


def check_words(name, style, source, rows, has_system, failures):
    wanted, said = meant(source, style), set()
    for number, row in enumerate(rows, 1):
        for label, messages in conversations(row):
            where = f"{name}: row {number}"
            failures.check((messages[0]["role"] == "system") == has_system, f"{where}: system prompt")
            contents = [m["content"] for m in messages if m["role"] != "system"]
            question, answer = tuple(contents[:-1]), contents[-1]
            thought = messages[-1].get("reasoning_content") or ""
            is_rows = (answer, thought) in wanted.get(question, ())
            failures.check(question in wanted, f"{where}: no such question, or other turns before it")
            failures.check(is_rows == (label is not False), f"{where}: label {label}, answer of the row: {is_rows}")
            if is_rows:
                said.add((question, answer))
        failures.check("origin" not in row or row["origin"], f"{where}: no origin")
    if all(label is None for row in rows for label, _ in conversations(row)):
        all_meant = {(question, answer) for question, answers in wanted.items() for answer, _ in answers}
        failures.check(said == all_meant, f"{name}: {len(said)} of {len(all_meant)} rows came through")


def stands_whole(messages, text):
    at = 0
    for one in messages:
        # A template takes a leading <think> block out of the content and sets it as it likes.
        words = one["content"].split("</think>\n\n", 1)[-1].strip()
        at = text.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True


def check_templates(name, rows, templates, has_system, failures):
    """Renders all conversations; returns how many stood whole."""
    rendered = 0
    for template_name, template in templates:
        for number, row in enumerate(rows, 1):
            for _, messages in conversations(row):
                try:
                    text = template.render(messages=messages, add_generation_prompt=False, tools=None, **TOKENS)
                except (jinja2.TemplateError, TypeError) as error:
                    no_system = has_system and "System role not supported" in str(error)
                    failures.check(no_system, f"{name}: {template_name}: {error}")
                    continue
                rendered += 1
                failures.check(stands_whole(messages, text), f"{name}: {template_name}: row {number} loses words")
    return rendered


class Factory:
    """LLaMA-Factory's parser and converters as shipped; what they import of torch and the hub is replaced."""

    def __init__(self, folder):
        self.warnings = []
        root = folder / "llamafactory"
        for name in ("llamafactory", "llamafactory.data", "llamafactory.extras"):
            self.module(name).__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        logging = self.module("llamafactory.extras.logging", get_logger=lambda *_: self)
        sys.modules["llamafactory.extras"].logging = logging
        self.module("llamafactory.extras.constants", DATA_CONFIG="dataset_info.json")
        self.module("llamafactory.extras.misc", use_modelscope=lambda: False, use_openmind=lambda: False)
        self.parser = importlib.import_module("llamafactory.data.parser")
        self.converters = importlib.import_module("llamafactory.data.converter").DATASET_CONVERTERS

    @staticmethod
    def module(name, **members):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(members)
        return sys.modules[name]

    def warning_rank0(self, text, *_):
        self.warnings.append(text)

    info_rank0 = warning_rank0_once = warning_rank0

    def check(self, path, rows, failures):
        """Whether it reads every row of the file as we mean it; False where no entry tells it of the file."""
        info = pathlib.Path(f"{path}.run")
        if not (info / "dataset_info.json").exists():
            return False
        (name,) = json.loads((info / "dataset_info.json").read_text())
        (attributes,) = self.parser.get_dataset_list([name], str(info))
        target = info / attributes.dataset_name
        failures.check(target.resolve() == path.resolve(), f"{path.name}: {name} points to {target}")
        converter = self.converters[attributes.formatting](
            dataset_attr=attributes, data_args=types.SimpleNamespace(media_dir=""))
        for number, row in enumerate(rows, 1):
            before = len(self.warnings)
            got = converter(row)
            where = f"{path.name}: row {number}"
            failures.check(len(self.warnings) == before, f"{where}: {self.warnings[before:]}")
            self.check_row(where, row, got, failures)
        return True

    @staticmethod
    def check_row(where, row, got, failures):
        meant = conversations(row)
        system = meant[0][1][0]["content"] if meant[0][1][0]["role"] == "system" else ""
        prompt = [m["content"] for m in meant[0][1] if m["role"] != "system"][:-1]
        answers = [messages[-1]["content"] for _, messages in meant]
        # Of a tagged answer the other place is empty: behind it the worse one's, before it the better one's.
        if len(answers) == 1 and meant[0][0] is not None:
            answers = [answers[0], ""] if meant[0][0] else ["", answers[0]]
        failures.check(got["_system"] == system, f"{where}: system")
        failures.check([m["content"] for m in got["_prompt"]] == prompt, f"{where}: it reads another prompt")
        failures.check([m["content"] for m in got["_response"]] == answers, f"{where}: it reads other answers")


def make_rows(generator, documents, folder, kind, make, place):
    """The file of a kind's rows."""
    out = folder / f"{kind}.jsonl"
    if place is None:
        out.write_text("".join((folder / f"{part}.jsonl").read_text() for part in make))
        return out
    if place == "tables":
        documents = folder / place
        documents.mkdir(exist_ok=True)
        for noun in ("link", "thread", "chain"):
            (documents / f"{noun}s.md").write_text(TABLE.format(noun))
    run(generator, *make, documents, "-o", out, "--provider", "offline", "-q")
    return out


def refused_versions(rows, path):
    """Rejects as `enrich` leaves them: of each row an answer that was refused, so that every row has a pair."""
    with path.open("w") as out:
        for row in rows:
            worse = {**json.loads(json.dumps(row)), "answer_form": "rewritten"}
            turns_of(worse)[-1]["answer"] += " That is all."
            out.write(json.dumps({"code": "fact_added", "detail": "a sentence", "item": row["id"], "dropped": False,
                                  "row": worse, "reply": None}) + "\n")


def load(path):
    text = path.read_text()
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.split("\n") if line]


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stderr}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("generator", "documents", "folder", "--templates", "--llamafactory"):
        parser.add_argument(name, type=pathlib.Path, **({"required": True} if name.startswith("-") else {}))
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    arguments.folder.mkdir(parents=True)
    templates, factory, failures = list(templates_in(arguments.templates)), Factory(arguments.llamafactory), Failures()
    print(f"{len(templates)} chat templates")
    for kind, (make, place, options) in KINDS.items():
        source = make_rows(arguments.generator, arguments.documents, arguments.folder, kind, make, place)
        rows_of_kind = load(source)
        rejects = arguments.folder / f"{kind}.refused.jsonl"
        refused_versions(rows_of_kind, rejects)
        failures.check(rows_of_kind, f"{kind}: no rows were made")
        files = exported = rendered = read = 0
        for name, (args, styles, endings) in EXPORTS.items():
            for style in styles:
                for ending in endings:
                    has_system = ending == ".json"
                    path = arguments.folder / f"{kind}.{name}.{style}{ending}"
                    system = ["--system-prompt", SYSTEM] if has_system else []
                    rejected = ["--rejected", rejects] if "preference" in args else []
                    run(arguments.generator, "export", source, "-o", path, "-q", "--cot-style", style, *args, *options,
                        *system, *rejected)
                    rows = load(path)
                    files, exported = files + 1, exported + len(rows)
                    failures.check(rows, f"{path.name}: no rows")
                    check_words(path.name, style, rows_of_kind, rows, has_system, failures)
                    rendered += check_templates(path.name, rows, templates, has_system, failures)
                    read += len(rows) if factory.check(path, rows, failures) else 0
        print(f"{kind}: {len(rows_of_kind)} rows, {files} files of {exported:,} rows, {rendered:,} rendered, "
              f"{read:,} read by LLaMA-Factory")
    print(f"{failures.checks:,} checks, {len(failures.lines)} failed")
    for line in failures.lines[:20]:
        print("  " + line)
    sys.exit(1 if failures.lines else 0)


if __name__ == "__main__":
    main()
