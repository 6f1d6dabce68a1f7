"""Makes Markdown documents for the benchmarks: `inputs.py FOLDER BYTES [BYTES_PER_DOCUMENT]`. The same bytes on every machine.

The sections of examples/docs are drawn in new orders, with other names, numbers and some other words, so that no two are
alike and none is noise: headings, tables, lists and code stay what they are.
"""

import hashlib
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT_BYTES = 9000
SWAPPED = 8  # one ordinary word in so many is another of the examples' words
DOCUMENTS_PER_FOLDER = 1000

# Words of the examples that are given another name in each document.
NAMES = ["Tidemark", "tidemark", "tide_height", "harbour", "brest", "segment", "bucket", "series", "point", "window", "compaction",
         "retention", "server", "store", "query", "log", "head", "tombstone", "overlay", "checksum", "backup", "timestamp"]
SYLLABLES = ["ba", "cor", "del", "fin", "gra", "hol", "jun", "kel", "lum", "mar", "nor", "pel", "quin", "ras", "sol", "tam", "ver", "zen"]


class Draw:
    """SplitMix64; Python's own generator may change between versions."""

    def __init__(self, seed):
        self.state = seed & (2**64 - 1)

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return (z ^ (z >> 31)) % limit


def sections():
    """The examples' sections, heading and all."""
    found = []
    for page in sorted((ROOT / "examples" / "docs").glob("*.md")):
        text = page.read_text()
        fences = [match.span() for match in re.finditer(r"^```.*?^```", text, re.M | re.S)]
        heads = [m.start() for m in re.finditer(r"^#{1,3} ", text, re.M) if not any(a <= m.start() < b for a, b in fences)]
        found += [text[a:b].strip() for a, b in zip(heads, heads[1:] + [len(text)])]
    return found


def vocabulary(pool):
    return sorted(set(re.findall(r"(?<![\w`])[a-z]{4,}(?![\w`])", " ".join(pool))))


def document(number, pool, words, names, size):
    draw = Draw(number * 7919 + 13)
    state = draw.below(2**31)

    def reword(match):  # a cheap generator: this runs for every word
        nonlocal state
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        return words[(state >> 8) % len(words)] if (state >> 20) % SWAPPED == 0 else match[0]

    title = "".join(SYLLABLES[draw.below(len(SYLLABLES))] for _ in range(3)).capitalize()
    parts, made = ["# %s manual, part %d" % (title, number)], 0
    while made < size:
        section = pool[draw.below(len(pool))]
        new_names = {name: "".join(SYLLABLES[draw.below(len(SYLLABLES))] for _ in range(3)) for name in NAMES}
        new_names |= {"Tidemark": title, "tidemark": title.lower()}  # one product a document
        shift = draw.below(90) + 1
        text = names.sub(lambda m: new_names[m[0]], "##" + section.lstrip("#"))
        text = re.sub(r"(?<![\w-])\d{2,4}(?![\w-])", lambda m: str(int(m[0]) + shift), text)
        parts.append(re.sub(r"(?<![\w`])[a-z]{4,}(?![\w`])", reword, text))
        made += len(parts[-1])
    return "\n\n".join(parts) + "\n"


def make(folder, size, document_size=DOCUMENT_BYTES):
    """Documents of about `size` bytes together; returns their number. Does nothing where they are there already."""
    folder = pathlib.Path(folder)
    recipe = hashlib.sha256(("%s %d %d" % (pathlib.Path(__file__).read_text() + "".join(sections()), size, document_size)).encode()).hexdigest()
    done = folder / ".recipe"
    if done.exists() and done.read_text().split()[0] == recipe:
        return int(done.read_text().split()[1])
    shutil.rmtree(folder, ignore_errors=True)
    pool = sections()
    words, names = vocabulary(pool), re.compile(r"\b(%s)" % "|".join(NAMES))
    made = count = 0
    while made < size:
        text = document(count, pool, words, names, document_size)
        place = folder / ("%03d" % (count // DOCUMENTS_PER_FOLDER))
        place.mkdir(parents=True, exist_ok=True)
        (place / ("page%06d.md" % count)).write_text(text)
        made += len(text.encode())
        count += 1
    done.write_text("%s %d" % (recipe, count))
    return count


if __name__ == "__main__":
    print(make(sys.argv[1], *map(int, sys.argv[2:])))
