"""Rows of tool use, exported in every format, as the programs that train on them read them.

usage: tool_export_peers.py GENERATOR FOLDER --templates DIR --llamafactory DIR [--rows FILE --tools SPEC]

Exports the rows below (and those of FILE) and then

1. renders every exported row with every chat template of TRL's wheel, with jinja2 alone, and parses the calls out of
   the text again, in the syntax of that template: name and arguments must be those of the exported row, in order. What
   a template cannot do stands in LIMITS; any other difference is a failure. Prints the table of docs/formats.md;
2. has LLaMA-Factory's own converter read the ShareGPT file: it may skip no row;
3. loads JSONL and Parquet with `datasets`: the rows must be those of the file.

Ends with 1 and the first differences.
"""

import argparse
import ast
import json
import pathlib
import re
import shutil
import sys

import datasets
import jinja2

from export_peers import Failures, templates_in
from kinds_peers import TOKENS, Factory, load, run

FORMATS = {  # column of the table: options
    "trl": ["-f", "trl"],
    "trl, string": ["-f", "trl", "--tool-arguments", "string"],
    "chatml": ["-f", "chatml"],
    "axolotl": ["-f", "axolotl"],
}
# What a template can do with the rows of `trl`: "all", "one" (a call in a message), "none" (it shows no calls), or
# "refuses" (it raises). Of templates that are not here: "all".
LIMITS = {
    **dict.fromkeys(["cohere", "cohere2", "gemma", "gemma3", "deepseekv3"], "refuses"),
    **dict.fromkeys(["llama3", "phi3", "phi3_5", "deepseek_r1_distill", "lfm2"], "none"),
    **dict.fromkeys(["llama3_1", "llama3_2", "gptoss"], "one"),
}
TOOLS = [
    {"name": "get_weather", "description": "Weather of a city.", "input_schema": {
        "type": "object", "required": ["city"], "properties": {
            "city": {"type": "string"}, "days": {"type": "number"}, "tags": {"type": "array", "items": {"type": "string"}},
            "where": {"type": "object", "properties": {"lat": {"type": "number"}}}, "exact": {"type": "boolean"}}}},
    {"name": "now", "description": "The time.", "input_schema": {"type": "object", "properties": {}}},
]


def step(*calls, thought="", **more):
    return {"thought": thought, "calls": [{"name": name, "arguments": arguments} for name, arguments, _ in calls],
            "results": [{"content": result} for _, _, result in calls], **more}


def row(name, *turns):
    return {"id": name, "tools": TOOLS,
            "turns": [{"instruction": said, "steps": steps, "answer": answer} for said, steps, answer in turns]}


WEATHER = "get_weather"
ROWS = [
    row("simple", ("Weather in Rome?", [step((WEATHER, {"city": "Rome"}, {"temp": 30}))], "30 °C.")),
    row("thought", ("Weather?", [step((WEATHER, {"city": "Köln 🌦"}, "rain"), thought="I look it up.")], "Rain.")),
    row("nothing", ("What time is it?", [step(("now", {}, "12:00"))], "Noon.")),
    row("parallel", ("Rome and 東京?", [step((WEATHER, {"city": "Rome"}, 1), (WEATHER, {"city": "東京"}, 2))], "1, 2.")),
    row("nested", ("There?", [step((WEATHER, {"city": "x", "where": {"lat": 50.5}, "tags": ["a", "b c"],
                                               "exact": True}, {"a": [1, {"b": None}]}))], "Yes.")),
    row("recovery", ("Time?", [step(("now", {}, {"error": "busy"})), step(("now", {}, "12:00"))], "Noon.")),
    row("turns", ("Time?", [step(("now", {}, "12:00"))], "Noon."),
        ("And the weather in Rome?", [step((WEATHER, {"city": "Rome"}, {"t": 30}))], "30 °C.")),
    row("abstention", ("Sing!", [], "None of the tools sings.")),
    row("asks back", ("Weather?", [], "Where?"), ("In Rome.", [step((WEATHER, {"city": "Rome"}, 3))], "3 °C.")),
    row("masked", ("Time?", [step(("now", {}, "1")), step(("now", {}, "2"), verdict={"score": 1, "weight": 0})], "2.")),
]
# Numbers as models write them, which json.dumps would re-spell.
SPELT = json.dumps(row("numbers", ("Days?", [step((WEATHER, {"city": "x", "days": 77}, 0))], "0."))).replace(
    "77", "1.0") + "\n" + json.dumps(row("exponent", ("Days?", [step((WEATHER, {"city": "x", "days": 77}, 0))], "0."))).replace(
    "77", "1e3") + "\n"


def parameters(pattern, text):
    return {key: value for key, value in re.findall(pattern, text, re.DOTALL)}


def python_calls(text):
    """lfm2: [f(city='x', n=1.0)], with JSON's true, false and null."""
    names = {"true": True, "false": False, "null": None}

    class Names(ast.NodeTransformer):
        def visit_Name(self, node):
            return ast.Constant(names[node.id]) if node.id in names else node

    out = []
    for block in re.findall(r"<\|tool_call_start\|>(.*?)<\|tool_call_end\|>", text, re.DOTALL):
        for call in ast.parse(block, mode="eval").body.elts:
            out.append((call.func.id, {k.arg: ast.literal_eval(Names().visit(k.value)) for k in call.keywords}))
    return out


def gemma_value(text, at):
    """(value, end) in Gemma 4's notation: keys bare, strings between <|"|>."""
    mark = '<|"|>'
    if text.startswith(mark, at):
        end = text.index(mark, at + len(mark))
        return text[at + len(mark):end], end + len(mark)
    if text[at] in "{[":
        is_object, out, at = text[at] == "{", [], at + 1
        while text[at] not in "}]":
            key = None
            if is_object:
                colon = text.index(":", at)
                key, at = text[at:colon], colon + 1
            value, at = gemma_value(text, at)
            out.append((key, value))
            at += text[at] == ","
        return (dict(out) if is_object else [value for _, value in out]), at + 1
    word = re.match(r"[^,}\]]+", text[at:]).group()
    return (None if word in ("None", "null") else json.loads(word)), at + len(word)


def calls_in(text):
    """Calls of a rendered text as (name, arguments); arguments in tags are text as they stand there."""
    if "<|tool_call>call:" in text:
        return [(m.group(1), gemma_value(text, m.end() - 1)[0])
                for m in re.finditer(r"<\|tool_call>call:([\w.-]+)\{", text)]
    if "<|tool_call_start|>" in text:
        return python_calls(text)
    if "<｜tool▁call▁begin｜>" in text:
        return [(name, json.loads(arguments)) for name, arguments in re.findall(
            r"<｜tool▁sep｜>([\w.-]+)\n```json\n(.*?)\n```<｜tool▁call▁end｜>", text, re.DOTALL)]
    if "to=functions." in text:
        return [(name, json.loads(arguments)) for name, arguments in re.findall(
            r"to=functions\.([\w.-]+)<\|channel\|>commentary json<\|message\|>(.*?)<\|call\|>", text, re.DOTALL)]
    if "<atem:invoke name=" in text:
        return [(name, parameters(r'<atem:parameter name="([^"]+)">(.*?)</atem:parameter>', inside))
                for name, inside in re.findall(r'<atem:invoke name="([^"]+)">(.*?)</atem:invoke>', text, re.DOTALL)]
    if "<function=" in text:
        return [(name, parameters(r"<parameter=([^>]+)>\n(.*?)\n</parameter>", inside))
                for name, inside in re.findall(r"<function=([^>]+)>(.*?)</function>", text, re.DOTALL)]
    if re.search(r"<tool_call>[\w.-]+\n?", text):
        return [(name, parameters(r"<arg_key>(.*?)</arg_key>\n<arg_value>(.*?)</arg_value>", inside))
                for name, inside in re.findall(r"<tool_call>([\w.-]+)(.*?)</tool_call>", text, re.DOTALL)]
    if "<tool_call>\n{" in text:
        parsed = [json.loads(one) for one in re.findall(r"<tool_call>\n(\{.*?\})\n</tool_call>", text, re.DOTALL)]
        return [(call["name"], call["arguments"]) for call in parsed]
    found = re.findall(r"<\|end_header_id\|>\n\n(\{\"name\": .*?\})<\|eo[tm]_id\|>", text, re.DOTALL)
    return [(call["name"], call["parameters"]) for call in map(json.loads, found)]


def is_same(meant, found):
    if len(meant) != len(found):
        return False
    for (name, arguments), (other, read) in zip(meant, found):
        if name != other or not isinstance(read, dict) or list(arguments) != list(read):
            return False
        for key, value in arguments.items():
            as_text = isinstance(read[key], str) and not isinstance(value, str)
            if (json.loads(read[key]) if as_text else read[key]) != value:
                return False
    return True


def meant_calls(messages):
    out = []
    for message in messages:
        for call in message.get("tool_calls") or []:
            arguments = call["function"]["arguments"]
            out.append((call["function"]["name"], json.loads(arguments) if isinstance(arguments, str) else arguments))
    return out


def conversation(row):
    return row["messages"], json.loads(row["tools"]) if isinstance(row["tools"], str) else row["tools"]


# The declarations in front show an example of the syntax; it is no call.
def body_of(template, messages, tools, whole):
    head = template.render(messages=messages[:1], tools=tools, add_generation_prompt=False, **TOKENS)
    same = 0
    while same < min(len(head), len(whole)) and head[same] == whole[same]:
        same += 1
    return whole[max(0, same - 1):]


def outcome(template, row):
    """"same", "changed", "none", "refused"; of a row without calls "same" or "refused"."""
    messages, tools = conversation(row)
    meant = meant_calls(messages)
    try:
        text = template.render(messages=messages, tools=tools, add_generation_prompt=False, **TOKENS)
        text = body_of(template, messages, tools, text)
    except (jinja2.TemplateError, TypeError, AttributeError, ValueError):
        return "refused"
    try:
        found = calls_in(text)
        return "same" if is_same(meant, found) else "none" if meant and not found else "changed"
    except (ValueError, SyntaxError, KeyError, IndexError):
        return "changed"


def check_limit(template, rows, outcomes, failures):
    limit = LIMITS.get(template.removesuffix("_training"), "all")
    for number, (row, got) in enumerate(zip(rows, outcomes), 1):
        messages, _ = conversation(row)
        where = f"trl: {template}: row {number}: {got}"
        is_parallel = any(len(m.get("tool_calls") or []) > 1 for m in messages)
        if limit == "all" or (limit == "one" and not is_parallel) or not meant_calls(messages):
            failures.check(got == "same" or (limit == "refuses" and got == "refused"), where)
        elif limit == "none":
            failures.check(got == "none", f"{where}; LIMITS says that it shows no calls")


def cell(rows, outcomes):
    """Of the rows that call something."""
    counted = [got for row, got in zip(rows, outcomes) if meant_calls(conversation(row)[0])]
    same = counted.count("same")
    if same == len(counted):
        return "all"
    rest = [f"{counted.count(got)} {got}" for got in ("changed", "none", "refused") if got in counted]
    return " ".join(rest[0].split()[1:]) if len(rest) == 1 and same == 0 else f"{same} same, " + ", ".join(rest)


def check_datasets(folder, failures):
    for path in sorted(folder.glob("*.jsonl")) + sorted(folder.glob("*.parquet")):
        if ".rejected." in path.name or path.name == "rows.jsonl":
            continue
        kind = "parquet" if path.suffix == ".parquet" else "json"
        loaded = datasets.load_dataset(kind, data_files=str(path), split="train", cache_dir=str(folder / "cache"))
        rows = load(path) if kind == "json" else load(path.with_suffix(".jsonl"))
        failures.check(len(loaded) == len(rows), f"{path.name}: datasets loads {len(loaded)} of {len(rows)} rows")
        if "messages" not in loaded.column_names:
            continue
        for number, (got, row) in enumerate(zip(loaded, rows), 1):
            failures.check(meant_calls(got["messages"]) == meant_calls(row["messages"]),
                           f"{path.name}: row {number} has other calls in datasets")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("generator", "folder"):
        parser.add_argument(name, type=pathlib.Path)
    for name in ("--templates", "--llamafactory"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument("--rows", type=pathlib.Path)
    parser.add_argument("--tools", type=pathlib.Path)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    arguments.folder.mkdir(parents=True)
    failures, folder = Failures(), arguments.folder
    source = folder / "rows.jsonl"
    more = "".join(json.dumps(one) + "\n" for one in load(arguments.rows)) if arguments.rows else ""
    source.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ROWS) + SPELT + more)
    offered = ["--tools", arguments.tools] if arguments.tools else []

    def export(name, *options):
        run(arguments.generator, "export", source, "-o", folder / name, "-q", *options, *offered)
        return load(folder / name) if name.endswith(".jsonl") else None

    tables = {name: export(name.replace(", ", "-") + ".jsonl", *options) for name, options in FORMATS.items()}
    for name in ("trl", "chatml", "axolotl"):
        export(f"{name}.parquet", "-f", name)
    wanted = len(source.read_text().splitlines())
    for name, rows in tables.items():
        failures.check(len(rows) == wanted, f"{name}: {len(rows)} of {wanted} rows")
    print(f"{wanted} rows\n\n| template | " + " | ".join(tables) + " |\n| --- |" + " --- |" * len(tables))
    lines = {}
    for template_name, template in templates_in(arguments.templates):
        cells = []
        for name, rows in tables.items():
            outcomes = [outcome(template, one) for one in rows]
            if name == "trl":
                check_limit(template_name, rows, outcomes, failures)
            cells.append(cell(rows, outcomes))
        lines.setdefault(" | ".join(cells), []).append(template_name)
    for cells, names in lines.items():
        print(f"| {', '.join(names)} | {cells} |")
    factory = Factory(arguments.llamafactory)
    rows = export("sharegpt.jsonl", "-f", "sharegpt")
    failures.check(check_factory(factory, folder / "sharegpt.jsonl", rows, failures), "sharegpt: no dataset_info.json")
    export("functiongemma.jsonl", "-f", "functiongemma")
    check_datasets(folder, failures)
    print(f"\n{failures.checks:,} checks, {len(failures.lines)} failed")
    for line in failures.lines[:20]:
        print("  " + line)
    sys.exit(1 if failures.lines else 0)


def check_factory(factory, path, rows, failures):
    """LLaMA-Factory reads every row: its roles, its words, its tools."""
    info = pathlib.Path(f"{path}.run")
    if not (info / "dataset_info.json").exists():
        return False
    (name,) = json.loads((info / "dataset_info.json").read_text())
    (attributes,) = factory.parser.get_dataset_list([name], str(info))
    converter = factory.converters[attributes.formatting](
        dataset_attr=attributes, data_args=argparse.Namespace(media_dir=""))
    roles = {"human": "user", "gpt": "assistant", "observation": "observation", "function_call": "function"}
    for number, row in enumerate(rows, 1):
        before, got, where = len(factory.warnings), converter(row), f"{path.name}: row {number}"
        failures.check(len(factory.warnings) == before, f"{where}: {factory.warnings[before:]}")
        read = [(m["role"], m["content"]) for m in got["_prompt"] + got["_response"]]
        failures.check(read == [(roles[m["from"]], m["value"]) for m in row["conversations"]], f"{where}: other words")
        failures.check((got["_tools"], got["_system"]) == (row["tools"], row["system"]), f"{where}: tools or system")
        for turn in row["conversations"]:
            if turn["from"] == "function_call":
                calls = json.loads(turn["value"].split("</think>\n\n")[-1])
                failures.check(all(isinstance(call["arguments"], dict) for call in
                                   (calls if isinstance(calls, list) else [calls])), f"{where}: arguments")
    return True


if __name__ == "__main__":
    main()
