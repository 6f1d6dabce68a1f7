"""Our check of a call's form against the AST checker of the Berkeley Function Calling Leaderboard (PyPI bfcl-eval).

usage: bfcl_peers.py GENERATOR WHEEL FOLDER

WHEEL is the unpacked wheel; of it the questions, their ground truth and the checker are read. Every question becomes
rows of tool use, its functions through `tool-parse`: answers of the ground truth, so that each of its alternatives
stands in one, and 10,000 mutants of those that both take, each with one thing of its form turned (or, as a control,
with a form that stays right). `tool-curate --no-judge` judges them, and BFCL's checker judges the same calls. It judges
values as well; where that is all that it finds wrong, the form counts as right. Prints the tables of docs/quality.md,
and ends with 1 where the two differ for no reason that stands in REASONS.
"""

import argparse
import collections
import json
import pathlib
import random
import shutil
import sys
import types

from bfcl_mutants import breaks_enum, breaks_type, mutants_of
from kinds_peers import load, run

CATEGORIES = ("simple_python", "simple_java", "simple_javascript", "multiple", "parallel", "parallel_multiple",
              "live_simple", "live_multiple", "live_parallel", "live_parallel_multiple")
MUTANTS = 10_000
FORM = ("unknown_tool", "malformed_call", "placeholder", "bad_arguments")  # refused for its form, not for its sources
# Error types of BFCL's checker that speak of a value, or of what the ground truth has beyond the function's schema.
OF_VALUES = ("value_error", "dict_checker", "list_dict_checker", "simple_function_checker:missing_optional")


def any_call(breaks):
    """Whether an argument of the case breaks what its schema says, and is not the default that this declares."""
    def holds(case):
        functions = {function["name"]: function["parameters"] for function in case.question["function"]}
        for name, arguments in case.calls:
            for key, schema in functions.get(name, {}).get("properties", {}).items():
                is_default = key not in functions[name]["required"] and schema.get("default", ...) == arguments.get(key)
                if key in arguments and not is_default and breaks(schema, arguments[key]):
                    return True
        return False
    return holds


def of_mutant(holds):
    return lambda case: case.mutant is not None and holds(case.mutant)


def truth_breaks_type(case):
    if case.mutant is None:
        return any_call(breaks_type)(case)
    return any(breaks_type(case.mutant.schema, value_of(one)) for one in case.mutant.truth if one != "")


# Why the two may differ: whether BFCL's checker takes it, when, and in words. The first that holds counts.
REASONS = (
    (False, of_mutant(lambda mutant: mutant.kind == "7.0 for an integer"),
     "7.0 is an integer in JSON Schema, and none in Python"),
    (False, of_mutant(lambda mutant: mutant.schema.get("type") == "any"),
     "`any` is anything to us, and a text to BFCL"),
    (False, of_mutant(lambda mutant: mutant.kind == "null" and mutant.schema.get("default", "") is None),
     "null is the default that the function declares; BFCL takes it where the ground truth names it"),
    (True, lambda case: case.our_why.startswith("placeholder: ") and "YOUR_API_KEY" in json.dumps(case.calls),
     "the answer is a placeholder: YOUR_API_KEY_HERE"),
    (True, of_mutant(lambda mutant: mutant.kind.startswith("another type for an item") and "" in mutant.truth),
     "BFCL does not look at the items of a list that may be left out"),
    (True, truth_breaks_type,
     "the ground truth is not of the type that its function declares; BFCL takes the ground truth's type"),
    (True, any_call(breaks_enum), "a word that is not in the `enum`, at which BFCL does not look"),
)


def checker_in(wheel):
    """BFCL's checker as shipped; only its table of models, which imports every vendor's SDK, is replaced."""
    sys.path.insert(0, str(wheel))
    models = types.ModuleType("bfcl_eval.constants.model_config")
    any_model = types.SimpleNamespace(underscore_to_dot=False)
    models.MODEL_CONFIG_MAPPING = collections.defaultdict(lambda: any_model)
    sys.modules["bfcl_eval.constants.model_config"] = models
    from bfcl_eval.constants.enums import Language
    from bfcl_eval.eval_checker.ast_eval import ast_checker
    return ast_checker, Language


def questions_in(wheel):
    """(category, question, ground truth) of all that have one."""
    data = wheel / "bfcl_eval" / "data"
    for category in CATEGORIES:
        name = f"BFCL_v4_{category}.json"
        truths = {row["id"]: row["ground_truth"] for row in load_rows(data / "possible_answer" / name)}
        for question in load_rows(data / name):
            yield category, question, truths[question["id"]]


def load_rows(path):
    return [json.loads(line) for line in path.read_text().split("\n") if line]


def parsed_tools(generator, questions, folder):
    """function as text → our tool. Functions of one name stand in different files, so that the name finds its own."""
    files, seen = collections.defaultdict(dict), collections.Counter()
    known = set()
    for _, question, _ in questions:
        for function in question["function"]:
            text = json.dumps(function)
            if text not in known:
                known.add(text)
                files[seen[function["name"]]][function["name"]] = function
                seen[function["name"]] += 1
    tools = {}
    for number, functions in files.items():
        source, out = folder / f"functions{number}.json", folder / f"tools{number}.json"
        source.write_text(json.dumps(list(functions.values())))
        run(generator, "tool-parse", source, "-o", out, "-q")
        for tool in json.loads(out.read_text())["tools"]:
            tools[json.dumps(functions[tool["source"]["name"]])] = tool
    return tools


def value_of(alternative):
    """A value of the ground truth: objects hold a list of alternatives for each key."""
    if isinstance(alternative, dict):
        chosen = {key: next((a for a in inner if a != ""), None) for key, inner in alternative.items()}
        return {key: value for key, value in chosen.items() if value is not None}
    if isinstance(alternative, list) and alternative and all(isinstance(one, dict) for one in alternative):
        return [value_of(one) for one in alternative]
    return alternative


def answers_of(truth):
    """Lists of calls (name, arguments) that together use every alternative of the ground truth; "" leaves one out."""
    most = max(len(alternatives) for call in truth for arguments in call.values()
               for alternatives in [*arguments.values(), [0]])
    out = []
    for which in range(most):
        calls = []
        for call in truth:
            ((name, arguments),) = call.items()
            chosen = {key: alternatives[which % len(alternatives)] for key, alternatives in arguments.items() if alternatives}
            calls.append((name, {key: value_of(value) for key, value in chosen.items() if value != ""}))
        if calls not in out:
            out.append(calls)
    return out


def literal(value, kind, inner, language):
    """A JSON value as the source text that BFCL's checker reads of a parameter of Java or JavaScript."""
    is_java = language == "java"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        # It takes the quotes off texts in a Java list, and leaves them on in a Java array.
        items = [json.dumps(one) if isinstance(one, str) and (kind != "Array" or inner == "any") else
                 literal(one, inner, "any", language) for one in value]
        return {"ArrayList": "new ArrayList<>(Arrays.asList({}))", "Array": "new Object[]{{{}}}"}.get(
            kind, "[{}]").format(", ".join(items))
    if isinstance(value, dict):
        pairs = [(key, json.dumps(one) if isinstance(one, str) else literal(one, "any", "any", language))
                 for key, one in value.items()]
        if is_java:
            return "new HashMap<String, Object>() {{ " + " ".join(f'put("{k}", {one});' for k, one in pairs) + " }}"
        return "{" + ", ".join(f'"{key}": {one}' for key, one in pairs) + "}"
    if isinstance(value, str):
        return value
    return f"{value}" + {"long": "L", "float": "f" if is_java else "", "Bigint": "n"}.get(kind, "")


def as_source(function, arguments, language):
    """Arguments as BFCL wants them of that language; of Python as they are."""
    if language == "python":
        return arguments
    schemas = function["parameters"]["properties"]
    return {key: literal(value, schemas.get(key, {}).get("type"), schemas.get(key, {}).get("items", {}).get("type", "any"),
                         language) for key, value in arguments.items()}


def language_of(category):
    return category.removeprefix("simple_") if category in ("simple_java", "simple_javascript") else "python"


def row_of(name, question, tools, calls):
    said = "\n".join(m["content"] for turn in question["question"] for m in turn if m["role"] == "user")
    return {"id": name, "tools": [tools[json.dumps(function)] for function in question["function"]],
            "turns": [{"instruction": said, "answer": "Done.", "steps": [{
                "calls": [{"name": called, "arguments": arguments} for called, arguments in calls],
                "results": [{"content": "done"} for _ in calls]}]}]}


def verdict_of(result, function):
    """Whether BFCL's checker takes the form, and its error type."""
    error = result.get("error_type", "")
    if result["valid"]:
        return True, ""
    if error == "simple_function_checker:unexpected_param":
        unexpected = result["error"][0].split("'")[1]
        return unexpected in function["parameters"]["properties"], error
    return error.startswith(OF_VALUES), error


class Case:
    """Calls of one row; `form`: whether BFCL's checker takes their form, `ours`: whether we do."""

    def __init__(self, kind, question, calls, form, why, mutant=None):
        self.kind, self.question, self.calls, self.mutant = kind, question, calls, mutant
        self.form, self.why, self.ours, self.our_why = form, why, None, ""


def truth_cases(checker, Language, questions):
    """(number of the question, case), its first answer first."""
    for number, (category, question, truth) in enumerate(questions):
        language = language_of(category)
        functions = {f["name"]: f for f in question["function"]}
        for calls in answers_of(truth):
            read = [{name: as_source(functions[name], arguments, language)} for name, arguments in calls]
            result = checker.ast_checker(question["function"], read, truth, Language(language), category, "any")
            verdicts = [(True, "")]
            if not result["valid"]:  # of several calls it does not say which error is whose: each is asked about alone
                verdicts = [verdict_of(checker.simple_function_checker(
                    functions[name], one, true, Language(language), "any"), functions[name])
                    for (name, _), one, true in zip(calls, read, truth)]
            yield number, Case(category, question, calls, *min(verdicts))


def mutants_by_kind(questions, chance):
    by_kind = collections.defaultdict(list)
    for category, question, truth in questions:
        language, calls = language_of(category), answers_of(truth)[0]
        functions = {f["name"]: f for f in question["function"]}
        for at, (name, arguments) in enumerate(calls):
            for mutant in mutants_of(functions[name], set(functions), arguments, language, chance):
                mutant.truth = truth[at][name].get(mutant.parameter, [])
                by_kind[mutant.kind].append((question, truth[at], functions[name], calls, at, mutant, language))
    return by_kind


def mutant_cases(checker, Language, questions, chance):
    """MUTANTS of the first answers, as many of each kind as there are and as its share allows."""
    by_kind, left = mutants_by_kind(questions, chance), MUTANTS
    for position, kind in enumerate(sorted(by_kind, key=lambda kind: len(by_kind[kind]))):
        chosen = chance.sample(by_kind[kind], min(len(by_kind[kind]), left // (len(by_kind) - position)))
        left -= len(chosen)
        for question, truth, function, calls, at, mutant, language in chosen:
            read = {mutant.name: as_source(function, mutant.arguments, language)}
            result = checker.simple_function_checker(function, read, truth, Language(language), "any")
            changed = [*calls[:at], (mutant.name, mutant.arguments), *calls[at + 1:]]
            yield Case(kind, question, changed, *verdict_of(result, function), mutant)


def judge(generator, cases, tools, folder, name):
    """Our verdict on each case; a row that is refused for more than its form is taken here."""
    source, out = folder / f"{name}.jsonl", folder / f"{name}.kept.jsonl"
    with source.open("w") as file:
        for number, case in enumerate(cases):
            file.write(json.dumps(row_of(f"row{number}", case.question, tools, case.calls), ensure_ascii=False) + "\n")
    run(generator, "tool-curate", source, "-o", out, "--no-judge", "-q")
    kept = {row["id"] for row in load(out)}
    refused = {row["item"]: row for row in load(folder / f"{name}.kept.rejected.jsonl")}
    for number, case in enumerate(cases):
        reject = refused.get(f"row{number}")
        if (reject is None) != (f"row{number}" in kept) or (reject and reject["code"] == "unreadable_row"):
            sys.exit(f"row{number} is neither kept nor refused for what it says: {reject}")
        case.ours = reject is None or reject["code"] not in FORM
        case.our_why = "" if reject is None else f"{reject['code']}: {reject['detail']}"


def print_table(title, cases):
    print(f"| {title} | | both take it | both refuse it | BFCL alone refuses it | we alone refuse it |")
    print("| --- | --- | --- | --- | --- | --- |")
    rows = collections.defaultdict(collections.Counter)
    for case in cases:
        for kind in (case.kind, "all"):
            rows[kind][case.form, case.ours] += 1
    for kind in [*(kind for kind in rows if kind != "all"), "all"]:
        counts = rows[kind]
        cells = [sum(counts.values()), *(counts[pair] for pair in
                                         ((True, True), (False, False), (False, True), (True, False)))]
        print(f"| {kind} | " + " | ".join(f"{cell:,}" if cell else "–" for cell in cells) + " |")
    print()


def reason_of(case):
    for form, holds, words in REASONS:
        if form == case.form and holds(case):
            return words
    return None


def print_differences(cases):
    """Returns those that nothing explains."""
    differing = [case for case in cases if case.form != case.ours]
    print("| who refuses | why | ground truth | mutants |\n| --- | --- | --- | --- |")
    counts = collections.Counter((reason_of(case), case.mutant is None) for case in differing)
    for form, _, words in REASONS:
        cells = [counts[words, True], counts[words, False]]
        print(f"| {'we' if form else 'BFCL'} | {words} | " + " | ".join(f"{n:,}" if n else "–" for n in cells) + " |")
    return [case for case in differing if reason_of(case) is None]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("generator", "wheel", "folder"):
        parser.add_argument(name, type=pathlib.Path)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    arguments.folder.mkdir(parents=True)
    checker, Language = checker_in(arguments.wheel)
    questions = list(questions_in(arguments.wheel))
    tools = parsed_tools(arguments.generator, questions, arguments.folder)
    numbered = list(truth_cases(checker, Language, questions))
    truths = [case for _, case in numbered]
    judge(arguments.generator, truths, tools, arguments.folder, "truths")
    first = {}
    for number, case in numbered:
        first.setdefault(number, case)
    taken = [questions[number] for number, case in first.items() if case.form and case.ours]
    mutants = list(mutant_cases(checker, Language, taken, random.Random(0)))
    judge(arguments.generator, mutants, tools, arguments.folder, "mutants")
    print(f"{len(questions):,} questions with {len(tools):,} functions; mutants of the first answer to {len(taken):,}\n")
    print_table("answers of the ground truth", truths)
    print_table("mutants", mutants)
    unexplained = print_differences(truths + mutants)
    print(f"\n{len(truths) + len(mutants):,} rows, {len(unexplained)} verdicts differ for no reason that is known")
    for case in unexplained[:20]:
        print(f"  {case.kind}: {case.question['id']}: BFCL {case.why or 'takes it'}, we {case.our_why or 'take it'}: "
              f"{json.dumps(case.calls)[:300]}")
    sys.exit(1 if unexplained or len(mutants) != MUTANTS else 0)


if __name__ == "__main__":
    main()
