"""Rows of tool use, exported in every format, as the programs that train on them read them.

usage: tool_export_peers.py GENERATOR FOLDER --templates DIR --llamafactory DIR [--spec TOOLS]...

Exports the rows below, and 60 that the rules make of each file of TOOLS, and then

1. renders every exported row with every chat template of TRL's wheel, with jinja2 alone, and parses the calls out of
   the text again, in the syntax of that template: name and arguments must be those of the exported row, in order. What
   a template cannot do stands in LIMITS, with the reason, and has to show; any other difference is a failure. Prints
   the table of docs/formats.md;
2. has LLaMA-Factory's own converter read the ShareGPT file: it may skip no row;
3. loads JSONL and Parquet with `datasets`: the rows must be those of the file.

Ends with 1 and the first differences.
"""

import argparse
import collections
import json
import pathlib
import shutil
import sys

import datasets
import jinja2

from call_readers import calls_in
from export_peers import Failures, templates_in
from kinds_peers import TOKENS, Factory, load, run

FORMATS = {  # column of the table: options
    "trl": ["-f", "trl"],
    "trl, string": ["-f", "trl", "--tool-arguments", "string"],
    "axolotl": ["-f", "axolotl"],
    "openai": ["-f", "openai"],
    "dpo": ["-f", "preference", "--shape", "dpo"],
}
AS_TEXT = ("trl, string", "openai")  # whose arguments are text
# What a template can do with calls whose arguments are objects; of templates that are not here: "all".
LIMITS = {
    # They know neither `tool_calls` nor the role `tool`: they refuse the role, or leave calls away where no result follows.
    **dict.fromkeys(["cohere", "cohere2", "gemma", "gemma3"], "no tools"),
    # They write each message's content and pass by `tool_calls`; the distilled one reads them where content is null.
    **dict.fromkeys(["llama3", "phi3", "phi3_5", "deepseek_r1_distill", "lfm2", "qwen2_5_vl"], "none"),
    # It joins the arguments to a text, so they have to be one; TRL's own version of it takes objects.
    "deepseekv3": "refuses", "deepseekv3_training": "all",
    # "This model only supports single tool-calls at once!"
    **dict.fromkeys(["llama3_1", "llama3_2"], "one"),
    # It writes tool_calls[0] and passes by those beside it.
    "gptoss": "first",
    # Arguments and the keys of objects in them in the order of the alphabet (Jinja's dictsort).
    **dict.fromkeys(["gemma4", "gemma4_v2", "gemma4_v3", "gemma4_v4", "gemma4_v5", "diffusion_gemma"], "sorted"),
}
# Those that take arguments as text; all others quote the text once more, cut it up or refuse it.
TAKES_TEXT = ("deepseekv3", "qwen3", "qwen3_training", "qwen3_instruct_2507", "qwen3_instruct_2507_training", "qwen3_vl",
              "qwen3_vl_training")
OURS = ("rows.jsonl", "pairs.jsonl")  # files that are not exports
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
    {**row("dead end", ("Time?", [step(("now", {}, "12:00"))], "Noon.")), "dead_ends": [
        {"turn": 1, "step": 1, "why": "no such city",
         "tried": step((WEATHER, {"city": "?", "tags": [], "exact": False}, {"error": "unknown"}))}]},
    row("masked", ("Time?", [step(("now", {}, "1")), step(("now", {}, "2"), verdict={"score": 1, "weight": 0})], "2.")),
]
# Numbers as models write them, which json.dumps would re-spell.
SPELT = json.dumps(row("numbers", ("Days?", [step((WEATHER, {"city": "x", "days": 77}, 0))], "0."))).replace(
    "77", "1.0") + "\n" + json.dumps(row("exponent", ("Days?", [step((WEATHER, {"city": "x", "days": 77}, 0))], "0."))).replace(
    "77", "1e3") + "\n"


def compared(meant, found):
    """"same", "sorted" (the arguments in another order), "none" or "changed"."""
    def spelt(calls, in_order):  # True is not 1, nor 1 the same as 1.0
        return json.dumps([[name, read] for name, read in calls], sort_keys=not in_order)

    if meant and not found:
        return "none"
    if spelt(meant, False) != spelt(found, False):
        return "changed"
    return "same" if spelt(meant, True) == spelt(found, True) else "sorted"


def meant_calls(messages):
    out = []
    for message in messages:
        for call in message.get("tool_calls") or []:
            arguments = call["function"]["arguments"]
            out.append((call["function"]["name"], json.loads(arguments) if isinstance(arguments, str) else arguments))
    return out


def conversations(row, name):
    """(messages, tools) of a row; of a pair both sides. Axolotl turns arguments that are text into objects first."""
    tools = json.loads(row["tools"]) if isinstance(row["tools"], str) else row["tools"]
    if "prompt" in row:
        return [(row["prompt"] + row[side], tools) for side in ("chosen", "rejected")]
    messages = json.loads(json.dumps(row["messages"]))
    for message in messages if name == "axolotl" else []:
        for call in message.get("tool_calls") or []:
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    return [(messages, tools)]


# The declarations in front show an example of the syntax; it is no call.
def body_of(template, messages, tools, whole):
    head = template.render(messages=messages[:1], tools=tools, add_generation_prompt=False, **TOKENS)
    same = 0
    while same < min(len(head), len(whole)) and head[same] == whole[same]:
        same += 1
    return whole[max(0, same - 1):]


def outcome(template, messages, tools):
    """As compared(), or "refused"."""
    try:
        text = template.render(messages=messages, tools=tools, add_generation_prompt=False, **TOKENS)
        text = body_of(template, messages, tools, text)
    except (jinja2.TemplateError, TypeError, AttributeError, ValueError):
        return "refused"
    try:
        return compared(meant_calls(messages), calls_in(text, tools))
    except (ValueError, SyntaxError, KeyError, IndexError):
        return "changed"


def limit_of(template, name):
    if name in AS_TEXT:
        return "all" if template in TAKES_TEXT else None
    return LIMITS.get(template, LIMITS.get(template.removesuffix("_training"), "all"))


def allowed(template, name, messages):
    """What a template may make of these messages; None where nothing is asked of it."""
    limit = limit_of(template, name)
    if limit is None:
        return None
    if not meant_calls(messages):
        return {"same", "refused"} if limit == "no tools" else {"same"}
    is_parallel = any(len(m.get("tool_calls") or []) > 1 for m in messages)
    return {"all": {"same"}, "sorted": {"same", "sorted"}, "none": {"none"}, "no tools": {"none", "refused"},
            "refuses": {"refused"}, "first": {"changed"} if is_parallel else {"same"},
            "one": {"refused"} if is_parallel else {"same"}}[limit]


def check_template(template_name, template, name, rows, failures):
    """The cell of the table: of the rows that call something, what became of how many."""
    counted = collections.Counter()
    for number, row in enumerate(rows, 1):
        for messages, tools in conversations(row, name):
            got = outcome(template, messages, tools)
            may = allowed(template_name, name, messages)
            failures.check(may is None or got in may, f"{name}: {template_name}: row {number} is {got}, not {may}")
            counted[got] += bool(meant_calls(messages))
    kinds = list(+counted)
    if len(kinds) == 1:
        return "all" if kinds == ["same"] else kinds[0]
    return ", ".join(f"{counted[kind]} {kind}" for kind in ("same", "sorted", "changed", "none", "refused")
                     if counted[kind])


def without_nulls(messages):
    """As TRL prepares rows of a data set: keys that a message lacks are null in the table. Arguments stay."""
    return [{key: value for key, value in message.items() if value is not None} for message in messages]


def rounded(value):
    """`datasets` reads some numbers one unit in the last of 17 places beside what the file says."""
    if isinstance(value, float):
        return float(f"{value:.15g}")
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return {key: rounded(one) for key, one in value.items()} if isinstance(value, dict) else value


def check_datasets(folder, failures):
    """`datasets` gives the rows of the files, so that what is rendered here is what TRL renders."""
    for path in sorted(folder.glob("*.jsonl")) + sorted(folder.glob("*.parquet")):
        if ".rejected." in path.name or path.name in OURS:
            continue
        kind = "parquet" if path.suffix == ".parquet" else "json"
        loaded = datasets.load_dataset(kind, data_files=str(path), split="train", cache_dir=str(folder / "cache"))
        rows = load(path) if kind == "json" else load(path.with_suffix(".jsonl"))
        failures.check(len(loaded) == len(rows), f"{path.name}: datasets loads {len(loaded)} of {len(rows)} rows")
        if "messages" not in loaded.column_names:
            continue
        for number, (got, row) in enumerate(zip(loaded, rows), 1):
            where = f"{path.name}: row {number}"
            read, meant = rounded(got["messages"]), rounded(row["messages"])
            failures.check(rounded(meant_calls(read)) == rounded(meant_calls(meant)),
                           f"{where} has other calls in datasets")
            is_whole = kind == "parquet" or without_nulls(read) == meant
            failures.check(is_whole, f"{where} has other messages in datasets")


def made_of(generator, spec, folder):
    """Rows that the rules make of a file of tools, each verified."""
    out = folder / f"{spec.stem}.made.jsonl"
    run(generator, "tool-pipeline", spec, "-o", out, "--target-pairs", "60", "--provider", "offline", "-q")
    return (pathlib.Path(f"{out}.run") / "kept.jsonl").read_text()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("generator", "folder"):
        parser.add_argument(name, type=pathlib.Path)
    for name in ("--templates", "--llamafactory"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument("--spec", type=pathlib.Path, action="append", default=[])
    arguments = parser.parse_args()
    datasets.disable_progress_bars()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    (arguments.folder / "made").mkdir(parents=True)
    failures, folder = Failures(), arguments.folder
    source = folder / "rows.jsonl"
    made = [made_of(arguments.generator, spec, folder / "made") for spec in arguments.spec]
    source.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ROWS) + SPELT + "".join(made))

    def export(name, *options):
        run(arguments.generator, "export", source, "-o", folder / name, "-q", *options)
        return load(folder / name) if name.endswith(".jsonl") else None

    tables = {name: export(name.replace(", ", "-") + ".jsonl", *options) for name, options in FORMATS.items()}
    for name in ("trl", "axolotl"):
        export(f"{name}.parquet", "-f", name)
    wanted = len(source.read_text().splitlines())
    for name, rows in tables.items():
        is_all = len(rows) == wanted or (name == "dpo" and rows)
        failures.check(is_all, f"{name}: {len(rows)} of {wanted} rows")
    print_table(arguments.templates, tables, wanted, failures)
    factory = Factory(arguments.llamafactory)
    rows = export("sharegpt.jsonl", "-f", "sharegpt")
    failures.check(check_factory(factory, folder / "sharegpt.jsonl", rows, failures), "sharegpt: no dataset_info.json")
    export("functiongemma.jsonl", "-f", "functiongemma")
    check_datasets(folder, failures)
    print(f"\n{failures.checks:,} checks, {len(failures.lines)} failed")
    for line in failures.lines[:20]:
        print("  " + line)
    sys.exit(1 if failures.lines else 0)


def print_table(templates, tables, wanted, failures):
    """The table of docs/formats.md: templates that do the same stand in one line."""
    lines = {}
    for template_name, template in templates_in(templates):
        cells = [check_template(template_name, template, name, rows, failures) for name, rows in tables.items()]
        lines.setdefault(" | ".join(cells), []).append(template_name)
    print(f"{wanted} rows of tool use, {len(tables['dpo'])} pairs\n")
    print("| template | " + " | ".join(tables) + " |\n| --- |" + " --- |" * len(tables))
    for cells, names in lines.items():
        print(f"| {', '.join(names)} | {cells} |")


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
