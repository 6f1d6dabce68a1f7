"""What the programs that train on our exports make of them.

usage: export_peers.py FOLDER [--templates DIR] [--llamafactory DIR]

FOLDER holds `source.jsonl` (our rows) and exports of it named FORMAT.STYLE.ENDING: FORMAT chatml, alpaca,
sharegpt or jsonl; STYLE reasoning_content, think, text, tasks or none; ENDING .jsonl, .json or .parquet; or STYLE
context: rows that show passages, with what they should show in `context.jsonl`. Each is

1. loaded with `datasets.load_dataset`; every row must hold the source row's question, reasoning and answer,
   and no column of any row may be of another type or missing;
2. rendered with the chat templates that TRL ships (--templates DIR: its `chat_templates` folder), where it
   has `messages`: question and answer must stand in the text, whole and in order;
3. checked by LLaMA-Factory's rules, where it is Alpaca or ShareGPT, through the dataset_info.json in its
   run folder: strict alternation, strings and no nulls, and the file found where the entry says. With
   --llamafactory DIR (the unpacked wheel) its own converter reads every row as well.

Needs PyPI `datasets` and `jinja2`. Ends with 1 and the first differences where something is lost.
"""

import argparse
import enum
import importlib
import json
import pathlib
import sys
import types

import datasets
import jinja2
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

SYSTEM = "You know HDF5."
# Templates for pictures: they want a list of blocks where our content is a text. Text models only are checked.
VISION = ("idefics3", "llava_next", "smolvlm")


class Generation(Extension):
    """{% generation %}: the block whose tokens are trained on; here it only passes its text through."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_text"), [], [], body).set_lineno(line)

    def _text(self, caller):
        return caller()


def numbered(steps):
    if len(steps) == 1:
        return steps[0]
    return "\n".join(f"{i + 1}. {step}" for i, step in enumerate(steps))


def inline(answer, steps, style):
    """The assistant's text as a consumer should find it."""
    if not steps or style in ("none", "reasoning_content"):
        return answer
    if style == "text":
        return f"{numbered(steps)}\n\n{answer}"
    return "<think>\n" + "\n".join(steps) + "\n</think>\n\n" + answer


def in_tasks(source):
    """The rows that style `tasks` makes of ours: (task, question, answer), two where there is reasoning."""
    for row in source:
        yield "label", "[label] " + row["question"], row["answer"]
        steps = row.get("reasoning") or []
        if "\n".join(steps).strip():
            yield "rationale", "[rationale] " + row["question"], numbered(steps)


class Failures:
    def __init__(self):
        self.lines = []
        self.checks = 0

    def check(self, holds, what):
        self.checks += 1
        if not holds:
            self.lines.append(what)


def read_back(row, form):
    """(system, question, reasoning, answer) of one row, as its consumer reads them."""
    if form == "chatml":
        messages = [m for m in row["messages"]]
        system = messages.pop(0)["content"] if messages[0]["role"] == "system" else ""
        user, assistant = messages
        assert (user["role"], assistant["role"]) == ("user", "assistant")
        return system, user["content"], assistant.get("reasoning_content") or "", assistant["content"]
    if form == "alpaca":
        assert row["history"] == [], "history is empty"
        return row["system"], row["instruction"], "", row["output"]
    if form == "sharegpt":
        human, gpt = row["conversations"]
        assert (human["from"], gpt["from"], row["tools"]) == ("human", "gpt", "")
        return row["system"], human["value"], "", gpt["value"]
    return row.get("system", ""), row["question"], "\n".join(row.get("reasoning") or []), row["answer"]


def check_datasets(path, form, style, source, failures):
    if style == "tasks":
        return check_tasks(path, form, source, failures)
    if style == "context":
        return check_context(path, form, source, failures)
    kind = {".parquet": "parquet"}.get(path.suffix, "json")
    loaded = datasets.load_dataset(kind, data_files=str(path), split="train")
    failures.check(len(loaded) == len(source), f"{path.name}: {len(loaded)} rows of {len(source)}")
    has_system = path.suffix == ".json"
    with_reasoning = any(row.get("reasoning") for row in source)
    for number, (row, meant) in enumerate(zip(loaded, source), 1):
        steps = meant.get("reasoning") or []
        wanted = (
            SYSTEM if has_system else "",
            meant["question"],
            "\n".join(steps) if style == "reasoning_content" and with_reasoning else "",
            inline(meant["answer"], steps, style),
        )
        failures.check(read_back(row, form) == wanted, f"{path.name}: row {number} differs")
        failures.check(row.get("input", "") == "", f"{path.name}: row {number}: input")
        nulls = [name for name, value in row.items() if value is None]
        failures.check(not nulls, f"{path.name}: row {number}: null in {nulls}")
        judged = (meant.get("rating") or {}).get("reasons")
        failures.check(not judged or judged not in json.dumps(row), f"{path.name}: row {number}: judge's words")
    return loaded


def check_tasks(path, form, source, failures):
    loaded = datasets.load_dataset("json", data_files=str(path), split="train")
    meant = list(in_tasks(source))
    failures.check(len(loaded) == len(meant), f"{path.name}: {len(loaded)} rows of {len(meant)}")
    for number, (row, (task, question, answer)) in enumerate(zip(loaded, meant), 1):
        read = read_back(row, form)
        failures.check((read[1], read[3]) == (question, answer), f"{path.name}: row {number} differs")
        failures.check((row["task"], row["weight"]) == (task, 1), f"{path.name}: row {number}: task or weight")
    return loaded


def check_context(path, form, source, failures):
    """Rows that show passages: in the user's message, in Alpaca's `input`, or in columns of flat rows."""
    loaded = datasets.load_dataset("json", data_files=str(path), split="train")
    shown = [json.loads(line) for line in (path.parent / "context.jsonl").read_text().split("\n") if line]
    failures.check(len(loaded) == len(shown) == len(source), f"{path.name}: {len(loaded)} rows of {len(shown)}")
    for number, (row, pair, meant) in enumerate(zip(loaded, source, shown), 1):
        _, question, _, answer = read_back(row, form)
        wanted = {"alpaca": meant["instruction"], "jsonl": pair["question"]}.get(form, meant["asked"])
        failures.check((question, answer) == (wanted, meant["answer"]), f"{path.name}: row {number} differs")
        failures.check(row.get("input", "") == (meant["input"] if form == "alpaca" else ""),
                       f"{path.name}: row {number}: input")
        if form == "jsonl":
            columns = ("context", "context_ids", "gold_ids")
            failures.check(all(row[c] == meant[c] for c in columns), f"{path.name}: row {number}: columns")
    return loaded


def templates_in(folder):
    def raise_exception(message):
        raise jinja2.TemplateError(message)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, "jinja2.ext.loopcontrols"]
    )
    environment.filters["tojson"] = lambda x, **options: json.dumps(x, ensure_ascii=False)
    environment.globals.update(raise_exception=raise_exception, strftime_now=lambda form: "2026-11-23")
    for path in sorted(folder.glob("*.jinja")):
        if path.stem.removesuffix("_training") in VISION:
            continue
        yield path.stem, environment.from_string(path.read_text())


def check_templates(path, style, rows, folder, failures):
    """Returns template → what it did: rendered, or why not."""
    outcome = {}
    tokens = {"bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>", "unk_token": "<unk>"}
    for name, template in templates_in(folder):
        whole = reasoned = 0
        try:
            for row in rows:
                messages = [{k: v for k, v in m.items() if v is not None} for m in row["messages"]]
                text = template.render(messages=messages, add_generation_prompt=False, tools=None, **tokens)
                user, assistant = messages[-2], messages[-1]
                at = text.find(user["content"].strip())
                # A template takes a leading <think> block out of the content and sets it as it likes.
                answer = assistant["content"].split("</think>\n\n", 1)[-1].strip()
                end = text.find(answer, at + len(user["content"].strip()))
                whole += at >= 0 and end >= 0
                thought = assistant.get("reasoning_content", "").strip()
                reasoned += bool(thought) and thought in text
        except (jinja2.TemplateError, TypeError) as error:
            outcome[name] = f"refuses: {error}"
            no_system = path.suffix == ".json" and "System role not supported" in str(error)
            failures.check(no_system, f"{path.name}: {name}: {error}")
            continue
        failures.check(whole == len(rows), f"{path.name}: {name}: {len(rows) - whole} rows lose words")
        with_thought = sum(bool((row["messages"][-1].get("reasoning_content") or "").strip()) for row in rows)
        outcome[name] = "whole" if style != "reasoning_content" else f"whole, reasoning in {reasoned}/{with_thought}"
    return outcome


def check_llamafactory(path, form, failures):
    """The rules of LLaMA-Factory 0.9.5 for one file, through its entry in dataset_info.json."""
    info_path = pathlib.Path(f"{path}.run") / "dataset_info.json"
    failures.check(info_path.exists(), f"{path.name}: no {info_path}")
    if not info_path.exists():
        return None
    ((name, entry),) = json.loads(info_path.read_text()).items()
    target = info_path.parent / entry["file_name"]
    failures.check(target.resolve() == path.resolve(), f"{path.name}: {name} points to {target}")
    rows = [json.loads(line) for line in path.read_text().split("\n") if line] if path.suffix == ".jsonl" else (
        json.loads(path.read_text()))
    columns = entry["columns"]
    for number, row in enumerate(rows, 1):
        missing = [column for column in columns.values() if column not in row]
        failures.check(not missing, f"{path.name}: row {number}: no {missing}")
        if form == "sharegpt":
            turns = row[columns["messages"]]
            roles = [turn["from"] for turn in turns]
            sides = (("human", "observation"), ("gpt", "function_call"))
            alternate = all(role in sides[i % 2] for i, role in enumerate(roles))
            failures.check(alternate and roles and len(roles) % 2 == 0, f"{path.name}: row {number}: {roles}")
            failures.check(all(isinstance(turn["value"], str) for turn in turns), f"{path.name}: row {number}")
        else:
            strings = [row[columns[c]] for c in ("prompt", "query", "response", "system")]
            failures.check(all(isinstance(s, str) for s in strings), f"{path.name}: row {number}: types")
            failures.check(isinstance(row[columns["history"]], list), f"{path.name}: row {number}: history")
    return entry, rows


def factory_converters(folder):
    """LLaMA-Factory's own converters; its heavy neighbours are replaced, the converter itself is as shipped."""
    def module(name, **members):
        made = types.ModuleType(name)
        made.__dict__.update(members)
        sys.modules[name] = made
        return made

    class Logger:
        warnings = []
        def warning_rank0(self, text, *_):
            self.warnings.append(text)
        info_rank0 = warning_rank0_once = warning_rank0

    logger = Logger()
    root = folder / "llamafactory"
    for name, where in (("llamafactory", root), ("llamafactory.data", root / "data"),
                        ("llamafactory.extras", root / "extras"), ("llamafactory.hparams", root / "hparams")):
        module(name).__path__ = [str(where)]
    sys.modules["llamafactory.extras"].logging = module(
        "llamafactory.extras.logging", get_logger=lambda *_: logger)
    names = ("USER", "ASSISTANT", "SYSTEM", "FUNCTION", "OBSERVATION")
    Role = enum.Enum("Role", {name: name.lower() for name in names}, type=str)
    module("llamafactory.data.data_utils", Role=Role)
    module("llamafactory.data.parser", DatasetAttr=object)
    sys.modules["llamafactory.hparams"].DataArguments = object
    return importlib.import_module("llamafactory.data.converter").DATASET_CONVERTERS, logger


def check_factory_converter(path, form, entry, rows, folder, failures):
    converters, logger = factory_converters(folder)
    columns = entry["columns"]
    absent = dict.fromkeys(
        ("chosen", "rejected", "kto_tag", "images", "videos", "audios", "system", "tools", "history", "query"))
    tags = dict(role_tag="from", content_tag="value", user_tag="human", assistant_tag="gpt",
                observation_tag="observation", function_tag="function_call", system_tag="system")
    attributes = types.SimpleNamespace(**{**absent, **tags, **columns}, ranking=False, load_from="file")
    converter = converters[form](dataset_attr=attributes, data_args=types.SimpleNamespace(media_dir=""))
    for number, row in enumerate(rows, 1):
        before = len(logger.warnings)
        got = converter(row)
        failures.check(len(logger.warnings) == before, f"{path.name}: row {number}: {logger.warnings[before:]}")
        said = [m["content"] for m in got["_prompt"] + got["_response"]]
        asked = "\n".join(part for part in (row.get("instruction"), row.get("input")) if part)
        meant = ([asked, row["output"]] if form == "alpaca"
                 else [turn["value"] for turn in row["conversations"]])
        failures.check(said == meant, f"{path.name}: row {number}: LLaMA-Factory reads other words")
        failures.check(got["_system"] == row["system"], f"{path.name}: row {number}: system")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--templates", type=pathlib.Path)
    parser.add_argument("--llamafactory", type=pathlib.Path)
    arguments = parser.parse_args()
    datasets.disable_progress_bars()
    source = [json.loads(line) for line in (arguments.folder / "source.jsonl").read_text().split("\n") if line]
    failures, files, refusing = Failures(), 0, {}
    for path in sorted(arguments.folder.iterdir()):
        parts = path.name.split(".")
        if len(parts) != 3 or not path.is_file():
            continue
        files += 1
        form, style = parts[0], parts[1]
        rows = list(check_datasets(path, form, style, source, failures))
        if form == "chatml" and arguments.templates:
            for name, outcome in check_templates(path, style, rows, arguments.templates, failures).items():
                refusing.setdefault(name, {})[f"{style}{path.suffix}"] = outcome
        if form in ("alpaca", "sharegpt") and path.suffix != ".parquet":
            read = check_llamafactory(path, form, failures)
            if read and arguments.llamafactory:
                check_factory_converter(path, form, *read, arguments.llamafactory, failures)
    for name, outcomes in sorted(refusing.items()):
        distinct = sorted(set(outcomes.values()))
        print(f"{name:32} " + "; ".join(distinct))
    print(f"{files} files, {len(source)} rows each, {failures.checks:,} checks, {len(failures.lines)} failed")
    for line in failures.lines[:20]:
        print("  " + line)
    if files == 0:
        sys.exit("no exports in the folder")
    sys.exit(1 if failures.lines else 0)


if __name__ == "__main__":
    main()
