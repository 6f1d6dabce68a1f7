"""Makes a large OpenAPI description: `openapi_spec.py FILE.json|FILE.yaml [BYTES] [OPERATIONS]`. The same bytes on every machine.

It has what makes real ones hard: hundreds of schemas that refer to each other, also in circles, `allOf` and `oneOf`, long
descriptions, shared parameters, and bodies and replies by reference.
"""

import json
import pathlib
import sys

WORDS = ("account balance card charge customer dispute event file invoice item link order payment payout plan price product quote "
         "refund report review schedule session source subscription tax token topup transfer webhook").split()


def sentence(seed, length):
    return " ".join(WORDS[(seed * 7 + i * 11) % len(WORDS)] for i in range(length)).capitalize() + "."


def schema(number, count, words):
    def ref(step):
        return {"$ref": f"#/components/schemas/{WORDS[(number + step) % len(WORDS)]}_{(number * 3 + step) % count}"}

    fields = {"id": {"type": "string", "description": sentence(number, words), "readOnly": True},
              "state": {"type": "string", "enum": ["open", "paid", "void"], "nullable": number % 2 == 0},
              "amount": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
              "created": {"type": "string", "format": "date-time"},
              "owner": ref(1), "parts": {"type": "array", "items": ref(2)},
              "either": {"oneOf": [ref(3), {"type": "string", "maxLength": 5000}]},
              "notes": {"type": "object", "additionalProperties": {"type": "string"}, "description": sentence(number + 1, words)}}
    return {"type": "object", "description": sentence(number, words), "required": ["id", "amount"], "properties": fields}


def description(operations, words):
    count = operations
    names = [f"{WORDS[n % len(WORDS)]}_{n}" for n in range(count)]
    schemas = {name: schema(n, count, words) for n, name in enumerate(names)}
    for n in range(count):  # what schemas refer to
        for step in (1, 2, 3):
            schemas.setdefault(f"{WORDS[(n + step) % len(WORDS)]}_{(n * 3 + step) % count}", schema(n, count, words))
    schemas["base"] = {"type": "object", "properties": {"metadata": {"type": "object"}}}
    paths = {}
    for n in range(operations):
        name = names[n]
        body = {"allOf": [{"$ref": "#/components/schemas/base"}, {"$ref": f"#/components/schemas/{name}"}]}
        reply = {"description": "OK", "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
        operation = {"operationId": f"do_{name}", "summary": sentence(n, 6), "description": sentence(n + 3, 4 * words), "tags": [WORDS[n % 5]],
                     "parameters": [{"$ref": "#/components/parameters/expand"},
                                    {"name": "limit", "in": "query", "description": sentence(n, words), "schema": {"type": "integer", "default": 10}}],
                     "responses": {"200": reply, "default": {"description": sentence(n, 5)}}}
        if n % 2:
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        paths[f"/v1/{name}/{{id}}"] = {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                                       ("post" if n % 2 else "get"): operation}
    return {"openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "servers": [{"url": "https://api.example.com"}], "paths": paths,
            "components": {"schemas": schemas, "parameters": {"expand": {"name": "expand", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}}}}


def yaml_lines(value, indent):
    """Block style, texts in quotes as JSON has them, which YAML reads too."""
    pad = "  " * indent
    if isinstance(value, dict) and value:
        for key, field in value.items():
            yield from entry(f"{pad}{json.dumps(key)}:", field, indent)
    elif isinstance(value, list) and value:
        for item in value:
            yield from entry(f"{pad}-", item, indent)
    else:
        yield pad + json.dumps(value)


def entry(head, value, indent):
    if isinstance(value, (dict, list)) and value:
        yield head
        yield from yaml_lines(value, indent + 1)
    else:
        yield f"{head} {json.dumps(value)}"


def write(path, wanted, describe):
    """What `describe` makes, with descriptions so long that it has `wanted` bytes. `describe(words)`: the length of a description."""
    words = 8
    while True:
        spec = describe(words)
        text = json.dumps(spec, indent=1) if path.suffix == ".json" else "\n".join(yaml_lines(spec, 0)) + "\n"
        if len(text) >= wanted:
            break
        words += max(1, words // 4)
    path.write_text(text)
    count = sum(method in operations for operations in spec["paths"].values() for method in ("get", "post", "put", "patch", "delete"))
    print(f"{path}: {len(text)} bytes, {count} operations, {len(spec['components']['schemas'])} schemas")


def main():
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 7_000_000
    operations = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    write(pathlib.Path(sys.argv[1]), wanted, lambda words: description(operations, words))


if __name__ == "__main__":
    main()
