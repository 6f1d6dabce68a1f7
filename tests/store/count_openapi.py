"""What OpenAPI descriptions hold, counted apart from the program: `count_openapi.py FOLDER`.

Prints a line for each operation, in the order of the files' names and of each file:
FILE<TAB>METHOD PATH<TAB>operationId<TAB>place:name,... sorted, `*` behind what must be given<TAB>has a described result
"""

import json
import pathlib
import sys

import yaml

METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]


def load(path):
    text = path.read_text()
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.BaseLoader)


def true(value):
    return value is True or value == "true"  # BaseLoader leaves texts


def deref(root, value):
    while isinstance(value, dict) and "$ref" in value:
        at = root
        for step in value["$ref"].lstrip("#/").split("/"):
            at = at[step.replace("~1", "/").replace("~0", "~")]
        value = at
    return value


def fields(root, schema):
    """The fields of an object and those required; None where it is no plain object."""
    schema = deref(root, schema)
    names, needed = dict(schema.get("properties", {})), set(schema.get("required", []))
    for part in schema.get("allOf", []):
        more, also = fields(root, part) or ({}, set())
        names.update(more)
        needed |= also
    if not names or "oneOf" in schema or "anyOf" in schema:
        return None
    return names, needed


def body_arguments(root, schema, required):
    flat = fields(root, schema) if schema else None
    if flat is None:
        return ["whole_body:" + ("*" if required else "")]
    return [f"body:{name}" + ("*" if required and name in flat[1] else "") for name in flat[0]]


def arguments(root, item, operation):
    schemes = root.get("securityDefinitions", root.get("components", {}).get("securitySchemes", {}))
    keys = {(s.get("in"), s.get("name")) for s in schemes.values() if s.get("type") == "apiKey"}
    given = {}
    for parameter in item.get("parameters", []) + operation.get("parameters", []):
        parameter = deref(root, parameter)
        given[(parameter["in"], parameter["name"])] = parameter
    out = []
    for (place, name), parameter in given.items():
        if (place, name) in keys or place == "cookie":
            continue
        required = true(parameter.get("required")) or place == "path"
        if place == "body":
            out += body_arguments(root, parameter.get("schema"), required)
        else:
            out.append(("body" if place == "formData" else place) + ":" + name + ("*" if required else ""))
    if "requestBody" in operation:
        body = deref(root, operation["requestBody"])
        content = body["content"]
        media = content.get("application/json") or next(iter(content.values()))
        out += body_arguments(root, media.get("schema"), true(body.get("required")))
    return sorted(out)


def has_result(root, operation):
    responses = operation.get("responses", {})
    good = [str(code) for code in responses if str(code).startswith("2")] or ["default"]
    for code in good:
        response = deref(root, responses.get(code, {}))
        if "schema" in response or any("schema" in media for media in response.get("content", {}).values()):
            return True
    return False


def main():
    folder = pathlib.Path(sys.argv[1])
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".json", ".yaml"):
            continue
        root = load(path)
        print(f"{path.relative_to(folder)}\t-")
        for url, item in root.get("paths", {}).items():
            for method in (name for name in item if name in METHODS):
                operation = item[method]
                print("\t".join([str(path.relative_to(folder)), f"{method.upper()} {url}", operation.get("operationId", ""),
                                 ",".join(arguments(root, item, operation)),
                                 "result" if has_result(root, operation) else "none"]))


main()
