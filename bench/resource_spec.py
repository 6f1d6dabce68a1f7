"""Makes a large OpenAPI description of things that refer to each other: `resource_spec.py FILE.json|FILE.yaml [BYTES] [RESOURCES]`.

The same bytes on every machine. Like the descriptions of large services it has five operations for each resource (list, create, get,
update, delete), a third of them inside another resource (`/repositories/{repository_id}/branches/{branch_id}`), and fields and
arguments that name other resources by id. Those are what chains of calls are made of.
"""

import pathlib
import sys

from openapi_spec import sentence, write

NOUNS = ("account address agent alert allocation answer application appointment approval archive asset assignment attachment attendee "
         "auction audience audit author badge balance bank banner basket batch beacon benefit bill board booking branch brand broadcast "
         "browser bucket budget bundle cabinet calendar campaign candidate capture card carrier cart category certificate channel "
         "charge checkout circle claim classroom client clinic cluster collection comment commit company compartment conference "
         "connector consent contact container contest contract conversation coupon course courier credential currency customer "
         "dashboard deal delivery department deployment deposit device diagram discount discussion dispute document domain donation "
         "donor dossier draft driver economy election email employee endpoint engine enrollment environment episode estimate event "
         "exchange exhibit expense experiment export facility factory farm feature fee feed fleet flight folder forecast form "
         "franchise gallery gateway goal grant group guest guide").split()


def plural(noun):
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + ("es" if noun[-1] in "sxh" else "s")


def article(noun):
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def referred(number, count):
    """The resources that one names by id."""
    return sorted({(number * 7 + 3) % count, (number * 5 + 11) % count, number // 2} - {number})


def thing(number, nouns, words):
    noun = nouns[number]
    fields = {"id": {"type": "string", "description": f"Unique id of the {noun}.", "readOnly": True},
              "name": {"type": "string", "description": f"Name of the {noun}."},
              "status": {"type": "string", "enum": ["active", "paused", "closed"], "description": sentence(number, words)},
              "size": {"type": "integer", "minimum": 0, "description": sentence(number + 2, words)},
              "created_at": {"type": "string", "format": "date-time", "readOnly": True},
              "labels": {"type": "array", "items": {"type": "string"}, "description": sentence(number + 1, words)}}
    for other in referred(number, len(nouns)):
        fields[f"{nouns[other]}_id"] = {"type": "string", "description": f"Id of the {nouns[other]} that the {noun} belongs to."}
    if number % 3 < 2 and number + 1 < len(nouns):  # inside is a whole other one, and inside that one more at most
        fields["latest"] = {"$ref": f"#/components/schemas/{nouns[number + 1]}"}
    return {"type": "object", "description": sentence(number, words), "required": ["id", "name"], "properties": fields}


def operations(number, nouns, words):
    noun = nouns[number]
    parent = nouns[number // 3] if number % 3 == 2 else ""
    base = (f"/{plural(parent)}/{{{parent}_id}}" if parent else "") + f"/{plural(noun)}"
    ref = {"$ref": f"#/components/schemas/{noun}"}
    path_id = lambda of: {"name": f"{of}_id", "in": "path", "required": True, "description": f"Id of the {of}.", "schema": {"type": "string"}}

    def reply(schema, status="200"):
        return {status: {"description": "OK", "content": {"application/json": {"schema": schema}}},
                "404": {"description": sentence(number, words)}}

    def operation(verb, name, summary, **rest):
        return {"operationId": f"{verb}_{name}", "summary": summary, "description": f"{summary}. {sentence(number, 3 * words)}",
                "tags": [plural(noun)], **rest}

    body = {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "description": f"Name of the {noun}."},
        "status": {"type": "string", "enum": ["active", "paused", "closed"]},
        **{f"{nouns[other]}_id": {"type": "string", "description": f"Id of the {nouns[other]}."} for other in referred(number, len(nouns))}}}
    content = lambda schema: {"required": True, "content": {"application/json": {"schema": schema}}}
    many = {"type": "object", "properties": {"data": {"type": "array", "items": ref}, "has_more": {"type": "boolean"}}}
    limits = [{"name": "limit", "in": "query", "description": "How many at most.", "schema": {"type": "integer", "default": 10}},
              {"name": "status", "in": "query", "schema": {"type": "string", "enum": ["active", "paused", "closed"]}}]
    outer = {"parameters": [path_id(parent)]} if parent else {}
    return {base: {**outer, "get": operation("list", plural(noun), f"List {plural(noun)}", parameters=limits, responses=reply(many)),
                   "post": operation("create", noun, f"Create {article(noun)}", requestBody=content(body), responses=reply(ref, "201"))},
            f"{base}/{{{noun}_id}}": {
                "parameters": outer.get("parameters", []) + [path_id(noun)],
                "get": operation("get", noun, f"Get {article(noun)}", responses=reply(ref)),
                "patch": operation("update", noun, f"Update {article(noun)}", requestBody=content({**body, "required": []}), responses=reply(ref)),
                "delete": operation("delete", noun, f"Delete {article(noun)}", responses={"204": {"description": "Gone"}})}}


def description(count, words):
    nouns = NOUNS[:count]
    paths = {}
    for number in range(count):
        paths.update(operations(number, nouns, words))
    return {"openapi": "3.0.3", "info": {"title": "Resources", "version": "1"}, "servers": [{"url": "https://api.example.com"}], "paths": paths,
            "components": {"schemas": {noun: thing(number, nouns, words) for number, noun in enumerate(nouns)}}}


def main():
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 120
    if not 1 <= count <= len(NOUNS):
        sys.exit(f"RESOURCES is at most {len(NOUNS)}")
    write(pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7_000_000, lambda words: description(count, words))


if __name__ == "__main__":
    main()
