"""Calls out of a text that a chat template made: the syntaxes of the templates of TRL's wheel, as servers read them."""

import ast
import json
import re


def schema_of(tools, name, key):
    for tool in tools:
        if tool["function"]["name"] == name:
            return tool["function"]["parameters"].get("properties", {}).get(key, {})
    return {}


def from_tag(text, schema):
    """The value of an argument that stands bare in a tag. Its type is not in the text: the tool's schema tells it.

    Of what is no string JSON comes first, then Python's literals: templates print a boolean as Python does, `True`.
    """
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds == ["string"]:
        return text
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError):
            pass
    return text


def tagged(tools, name, pattern, inside):
    return name, {key: from_tag(text, schema_of(tools, name, key))
                  for key, text in re.findall(pattern, inside, re.DOTALL)}


def python_calls(text):
    """LFM 2: [f(city='x', n=1.0)], with JSON's true, false and null."""
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


def calls_in(text, tools):
    """Calls of a rendered text as (name, arguments), in order. Raises ValueError and its kin where it is torn."""
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
        return [tagged(tools, name, r'<atem:parameter name="([^"]+)">(.*?)</atem:parameter>', inside)
                for name, inside in re.findall(r'<atem:invoke name="([^"]+)">(.*?)</atem:invoke>', text, re.DOTALL)]
    if "<function=" in text:
        return [tagged(tools, name, r"<parameter=([^>]+)>\n(.*?)\n</parameter>", inside)
                for name, inside in re.findall(r"<function=([^>]+)>(.*?)</function>", text, re.DOTALL)]
    if re.search(r"<tool_call>[\w.-]+\n?", text):
        return [tagged(tools, name, r"<arg_key>(.*?)</arg_key>\n<arg_value>(.*?)</arg_value>", inside)
                for name, inside in re.findall(r"<tool_call>([\w.-]+)(.*?)</tool_call>", text, re.DOTALL)]
    if "<tool_call>\n{" in text:
        parsed = [json.loads(one) for one in re.findall(r"<tool_call>\n(\{.*?\})\n</tool_call>", text, re.DOTALL)]
        return [(call["name"], call["arguments"]) for call in parsed]
    found = re.findall(r"<\|end_header_id\|>\n\n(\{\"name\": .*?\})<\|eo[tm]_id\|>", text, re.DOTALL)
    return [(call["name"], call["parameters"]) for call in map(json.loads, found)]
