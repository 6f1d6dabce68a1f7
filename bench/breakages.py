"""Replies of models and what models do to them: every case is made by seed from a valid reply, so that the truth is known.

`breakages.cases(count)` gives (kind, broken text, truth, whole) in the same bytes everywhere. Where `whole` is false the text
ends early, and the truth is what was complete by then: a right reading has it unchanged at its front.
"""

import json
import random
import re

SUBJECTS = ["the `orders` queue", "H5Dcreate", "a chunked dataset", "the retry policy", "the --port option", "client's cache", "Gerät für Müller",
            "日本語の索引", "the \"strict\" mode", "a {braced} name", "an [indexed] field", "the path C:\\data\\new", "page #4", "50 % of it"]
REASONS = ["because it is on disk", "since 1.10, not 1.8", "so it's safe; others aren't", "as http://example.org/a?b=1#c says", "e.g. `x = {\"a\": [1, 2]}`",
           "which returns -1, or 0", "when A, B and C hold", "if \"forced\", always", "// as the comment says", "and [see below], too", "– that is all"]
CODE = ["```c\nint x = a[1];\nprintf(\"%d\\n\", x);\n```", "```sh\nacme --port 7070 | grep 'x'\n```", "```json\n{\"a\": 1}\n```"]


def sentence(chance):
    text = "%s is used %s" % (chance.choice(SUBJECTS), chance.choice(REASONS))
    return text[0].upper() + text[1:] + "."


def paragraph(chance, plain=False):
    parts = [sentence(chance) for _ in range(chance.randint(1, 4))]
    if not plain and chance.random() < 0.3:
        parts.append("\n\n" + chance.choice(CODE))
    return " ".join(parts)


def pairs(chance, plain=False):
    kinds = ["how-to", "concept", "reason", "api"]
    return {"pairs": [{"question": "How does %s work %s?" % (chance.choice(SUBJECTS), chance.choice(REASONS)), "kind": chance.choice(kinds),
                       "units": sorted(chance.sample(range(1, 40), chance.randint(1, 4)))} for _ in range(chance.randint(1, 5))]}


def marks(chance, plain=False):
    return {"reasons": paragraph(chance, plain), "clarity": chance.randint(1, 10), "accuracy": chance.randint(1, 10),
            "on_topic": chance.random() < 0.5, "reasoning_quality": None}


def rewrite(chance, plain=False):
    return {"answer": paragraph(chance, plain)}


def answers(chance, plain=False):
    return {"pairs": [{"question": "What is %s?" % chance.choice(SUBJECTS), "answer": paragraph(chance, plain)} for _ in range(chance.randint(1, 4))]}


def reply(chance, plain=False):
    return chance.choice([pairs, marks, rewrite, answers])(chance, plain)


def dump(value, chance):
    return json.dumps(value, ensure_ascii=chance.random() < 0.2, indent=chance.choice([None, None, 2]))


def pretty(value):
    return json.dumps(value, ensure_ascii=False, indent=2)


STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def tokens(text):
    """The text as (is a string, piece) in order."""
    at = 0
    for found in STRING.finditer(text):
        if found.start() > at:
            yield False, text[at:found.start()]
        yield True, found.group()
        at = found.end()
    if at < len(text):
        yield False, text[at:]


def outside(text, change):
    return "".join(piece if is_string else change(piece) for is_string, piece in tokens(text))


def one_of(places, chance):
    return chance.choice(places) if places else None


# ---- what models do; each takes the value and gives the text, or None where the value has no place for it

def fence(value, chance):
    return "```%s\n%s\n```" % (chance.choice(["json", "", "JSON"]), dump(value, chance))


def prose(value, chance):
    return "%s\n\n%s\n\n%s" % (chance.choice(["Sure! Here is the JSON:", "Here you go (it's short):", "Of course."]), dump(value, chance),
                              chance.choice(["I hope this helps!", "Let me know if you'd like more.", "Note: units [1] and [2] overlap."]))


def thinking(value, chance):
    return "<think>\nThe user wants JSON like {\"pairs\": []}. Let's see, \"units\" are [1].\n</think>\n" + dump(value, chance)


def trailing_comma(value, chance):
    text = dump(value, chance)
    places = [m.start() for m in re.finditer(r"\s*[}\]]", outside(text, lambda s: s))]
    inside = list(string_spans(text))
    places = [p for p in places if not covered(p, inside) and text[p - 1] not in "[{"]
    place = one_of(places, chance)
    return None if place is None else text[:place] + "," + text[place:]


def string_spans(text):
    return [(m.start(), m.end()) for m in STRING.finditer(text)]


def covered(place, spans):
    return any(a < place < b for a, b in spans)


def commas(text):
    spans = string_spans(text)
    return [m.start() for m in re.finditer(",", text) if not covered(m.start(), spans)]


def doubled_comma(value, chance):
    text = dump(value, chance)
    place = one_of(commas(text), chance)
    return None if place is None else text[:place] + "," + text[place:]


def missing_comma(value, chance):
    text = pretty(value)
    place = one_of(commas(text), chance)
    return None if place is None else text[:place] + text[place + 1:]


def python_repr(value, chance):
    return repr(value)


def single_quotes(value, chance):
    """Quotes of the other kind, and nobody escaped the apostrophes inside."""
    return "".join("'" + piece[1:-1].replace('\\"', '"') + "'" if is_string else piece for is_string, piece in tokens(dump(value, chance)))


def smart_quotes(value, chance):
    return "".join("“" + piece[1:-1] + "”" if is_string else piece for is_string, piece in tokens(dump(value, chance)))


def inner_quotes(value, chance):
    text = dump(value, chance)
    if '\\"' not in text:
        return None
    return text.replace('\\"', '"')


def raw_newlines(value, chance):
    text = json.dumps(value, ensure_ascii=False)
    broken = re.sub(r"(?<!\\)\\n", "\n", text)
    return broken if broken != text else None


def unquoted_keys(value, chance):
    return re.sub(r'"(\w+)"(\s*:)', r"\1\2", dump(value, chance))


def missing_brackets(value, chance):
    text = dump(value, chance).rstrip()
    closing = len(text) - len(text.rstrip("}] \n"))
    return text[:-chance.randint(1, closing)]


def wrong_bracket(value, chance):
    text = dump(value, chance)
    spans = string_spans(text)
    places = [m.start() for m in re.finditer("]", text) if not covered(m.start(), spans)]
    place = one_of(places, chance)
    return None if place is None else text[:place] + "}" + text[place + 1:]


def extra_bracket(value, chance):
    return dump(value, chance) + chance.choice(["}", "]", "}}"])


def comments(value, chance):
    lines = pretty(value).split("\n")
    place = chance.randrange(1, len(lines))
    comment = chance.choice(["  // one that it's about", "  /* as asked */", "  # see above"])
    return "\n".join(lines[:place]) + comment + "\n" + "\n".join(lines[place:])


def literals(value, chance):
    text = dump(value, chance)
    if not any(word in outside(text, lambda s: s) for word in ("true", "false", "null")):
        return None
    return outside(text, lambda s: s.replace("true", "True").replace("false", "False").replace("null", "None"))


def bad_escapes(value, chance):
    text = dump(value, chance)
    place = one_of([m.end() for m in re.finditer(r"\\\\", text)], chance)
    return None if place is None else re.sub(r"\\\\(?![\"\\/bfnrtu])", lambda _: "\\", text)


def quoted(value, chance):
    return json.dumps(dump(value, chance), ensure_ascii=False)


def missing_quote(value, chance):
    """The closing quote of a value at the end of its line is forgotten."""
    text = pretty(value)
    places = [m.start() for m in re.finditer(r'"(?=,?\n)', text)]
    place = one_of(places, chance)
    return None if place is None else text[:place] + text[place + 1:]


def missing_opening_quote(value, chance):
    text = pretty(value)
    place = one_of([m.start(1) for m in re.finditer(r': (")[a-zA-Z]', text)], chance)
    return None if place is None else text[:place] + text[place + 1:]


def missing_colon(value, chance):
    text = dump(value, chance)
    place = one_of([m.end() - 1 for m in re.finditer(r'"\w+":', text)], chance)
    return None if place is None else text[:place] + text[place + 1:]


def ellipsis(value, chance):
    if "pairs" not in value:
        return None
    text = dump(value, chance).rstrip()
    tail = re.search(r"\s*\]\s*\}$", text)
    return text[:tail.start()] + ", ..." + tail.group()


def one_a_line(value, chance):
    return "\n".join(json.dumps(item) for item in value["pairs"]) if len(value.get("pairs", [])) > 1 else None


def several_at_once(value, chance):
    broken = trailing_comma(value, chance)
    return None if broken is None else "Here it is:\n```json\n%s\n```" % outside(broken, lambda s: s.replace("true", "True").replace("null", "None"))


def cut(value, chance):
    """Anywhere after the first element. The truth is the elements that were complete."""
    if "pairs" not in value or len(value["pairs"]) < 2:
        return None
    text = json.dumps(value, ensure_ascii=False)
    first = len('{"pairs": [' + json.dumps(value["pairs"][0], ensure_ascii=False))
    return text[:chance.randrange(first, len(text) - 3)]


KINDS = [fence, prose, thinking, trailing_comma, doubled_comma, missing_comma, python_repr, single_quotes, smart_quotes, inner_quotes, raw_newlines,
         unquoted_keys, missing_brackets, wrong_bracket, extra_bracket, comments, literals, bad_escapes, quoted, missing_quote,
         missing_opening_quote, missing_colon, ellipsis, one_a_line, several_at_once, cut]


def whole_elements(value, text):
    done, at = 0, len('{"pairs": [')
    for item in value["pairs"]:
        at += len(json.dumps(item, ensure_ascii=False))
        if at > len(text):
            break
        done += 1
        at += 2
    return {"pairs": value["pairs"][:done]}


def cases(count, seed=1):
    chance, out = random.Random(seed), []
    while len(out) < count:
        kind = KINDS[len(out) % len(KINDS)]
        value = reply(chance)
        text = kind(value, chance)
        if text is None:
            continue
        truth = value
        if kind is one_a_line:
            truth = value["pairs"]
        if kind is cut:
            truth = whole_elements(value, text)
        out.append((kind.__name__, text, truth, kind is not cut))
    return out


def is_right(read, truth, whole):
    if whole:
        return read == truth
    return isinstance(read, dict) and isinstance(read.get("pairs"), list) and read["pairs"][:len(truth["pairs"])] == truth["pairs"]
