"""Calls with one thing of their form turned: what BFCL's checker and ours should both refuse, or both take."""

import copy
import dataclasses

OTHER = {"string": "abc", "integer": 7, "float": 7.5, "boolean": True, "array": ["abc"], "dict": {"abc": 7}}
SAME = {"string": "another", "integer": 123456, "float": 654.5}
PYTHON = {"string": str, "char": str, "integer": int, "long": int, "bigint": int, "float": (int, float),
          "double": (int, float), "boolean": bool, "array": list, "arraylist": list, "tuple": list, "dict": dict,
          "hashmap": dict}


@dataclasses.dataclass
class Mutant:
    kind: str
    name: str
    arguments: dict
    parameter: str = ""
    schema: dict = dataclasses.field(default_factory=dict)  # of the parameter
    truth: list = None  # what BFCL's ground truth allows of it


def breaks_type(schema, value):
    """Whether a value, or one inside, is of another type than BFCL's words for types say."""
    kind = PYTHON.get(schema.get("type", "any").lower())
    if kind is None:
        return False
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return True
    if isinstance(value, list):
        return any(breaks_type(schema.get("items", {}), one) for one in value)
    if isinstance(value, dict):
        return any(breaks_type(inner, value[key]) for key, inner in schema.get("properties", {}).items() if key in value)
    return False


def breaks_enum(schema, value):
    if isinstance(value, list):
        return any(breaks_enum({**schema.get("items", {}), **{k: schema[k] for k in ("enum",) if k in schema}}, one)
                   for one in value)
    if isinstance(value, dict):
        return any(breaks_enum(inner, value[key]) for key, inner in schema.get("properties", {}).items() if key in value)
    return "enum" in schema and value not in schema["enum"]


def plain(kind):
    return {"tuple": "array", "object": "dict"}.get(kind, kind)


def mutants_of(function, offered, arguments, language, chance):
    """All mutants of a call that is right."""
    name, schema = function["name"], function["parameters"]
    yield from of_names(name, offered, arguments, chance)
    properties, required = schema["properties"], schema["required"]
    for key in arguments:
        rest = {k: v for k, v in arguments.items() if k != key}
        if key in required:
            yield Mutant("required argument left out", name, rest, key)
        else:
            yield Mutant("(right) optional argument left out", name, rest, key)
        misspelt = chance.choice([key + "_", key[:-1] + "_x", key.upper() + "X", "the_" + key])
        if misspelt not in properties:
            yield Mutant("argument's name misspelt", name, {misspelt if k == key else k: v for k, v in arguments.items()},
                         key)
        if language == "python" and key in properties:
            yield from of_type(name, arguments, key, properties[key])
    yield Mutant("argument that there is not", name, {**arguments, "zz_unknown": 1 if language == "python" else "1"},
                 "zz_unknown")


def of_names(name, offered, arguments, chance):
    for other in (name + "s", name[:-1] + "_x", chance.choice(["search_web", "do_it", "get"])):
        if other not in offered:
            yield Mutant("function that there is not", other, arguments)


def of_type(name, arguments, key, schema):
    declared, value = plain(schema["type"]), arguments[key]

    def mutant(kind, other):
        return Mutant(kind, name, {**arguments, key: other}, key, schema)

    for kind, other in OTHER.items():
        if kind == declared:
            continue
        if declared == "float" and kind == "integer":
            yield mutant("(right) integer for a float", other)
        else:
            yield mutant(f"another type for {declared}", copy.deepcopy(other))
    yield mutant(f"null for {declared}" if declared == "any" else "null", None)
    if declared == "integer":
        yield mutant("7.0 for an integer", 7.0)
    if schema.get("enum") and declared == "string":
        yield mutant("no word of the enum", "zz none of them")
    elif declared in SAME and "enum" not in schema:
        yield mutant("(right) another value of the type", SAME[declared])
    if declared == "array" and isinstance(value, list) and value:
        inner = plain((schema.get("items") or {}).get("type", "any"))
        for kind, other in OTHER.items():
            if kind != inner and not (inner == "float" and kind == "integer"):
                yield mutant(f"another type for an item of {inner}", value[:-1] + [copy.deepcopy(other)])
        yield mutant("(right) one item fewer", value[:-1])
