"""What PyPI `diversity` says of texts that `generator compare` measures.

usage: diversity_peers.py GENERATOR PACKAGE FOLDER

PACKAGE is the folder `diversity` of the unpacked wheel, of which three files are read: compression.py,
ngram_diversity.py and self_repetition.py (the package itself wants PyTorch). FOLDER gets the sets. Their questions and
answers are texts of several alphabets, with doubled, leading and other white space, repeated or not, few or many.

Compression ratio, n-gram diversity and self-repetition have to be those of the package, which rounds to three digits. It
compresses the time of day with the text; here its clock stands still at the time that ours takes. Distinct-n and MATTR,
which it has not, are held against their definitions. Needs PyPI `nltk`, `numpy` and `tqdm`. Ends with 1 and the first
differences.
"""

import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import time

CLOCK = 1577836800  # src/measure/compression.cc
WINDOW = 50  # src/measure/diversity.h
WORDS = "the chunk cache holds größe Maß 数据 集 naïve данные a of H5Dopen() is, not. “quoted” 64 KB".split()
GAPS = [" "] * 12 + ["  ", "\n", "\t", "\u00a0", "\u3000", "\u2003"]


def module(package, name):
    spec = importlib.util.spec_from_file_location(name, package / f"{name}.py")
    out = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(out)
    return out


def text(draw, words):
    out = draw.choice(["", "", "", " "])
    for _ in range(words):
        word = draw.choice(WORDS) if draw.random() < 0.5 else f"w{draw.randrange(3000)}"
        out += word + draw.choice(GAPS)
    return out + "end"


def sets(draw):
    for rows in (2, 5, 40, 400, 4000):
        yield [{"question": text(draw, 8), "answer": text(draw, 40)} for _ in range(rows)]
    one = {"question": text(draw, 8), "answer": text(draw, 40)}
    yield [one] * 300


def mattr(tokens):
    if len(tokens) <= WINDOW:
        return len(set(tokens)) / len(tokens)
    shares = [len(set(tokens[i : i + WINDOW])) / WINDOW for i in range(len(tokens) - WINDOW + 1)]
    return sum(shares) / len(shares)


def distinct(tokens, n):
    grams = [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]
    return len(set(grams)) / len(grams)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    generator, package, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    compression, ngrams, repetition = (
        module(package, name) for name in ("compression", "ngram_diversity", "self_repetition")
    )
    time.time = lambda: float(CLOCK)
    folder.mkdir(parents=True, exist_ok=True)
    paths, written = [], []
    for number, rows in enumerate(sets(random.Random(7))):
        paths.append(folder / f"{number}.jsonl")
        written.append(rows)
        paths[-1].write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    command = [generator, "compare", *map(str, paths), "--pairs", "0", "--json", "--quiet"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    checks, wrong = 0, []

    def check(what, ours, theirs, most):
        nonlocal checks
        checks += 1
        if abs(ours - theirs) > most:
            wrong.append(f"{what}: ours {ours}, theirs {theirs}")

    for path, rows, found in zip(paths, written, report["sets"], strict=True):
        for field in ("question", "answer"):
            ours = found["diversity"][field + "s"]
            texts = [row[field] for row in rows]
            tokens = " ".join(texts).split(" ")
            what = f"{path.name} {field}"
            half = 0.0005000001  # of the last digit that they give
            check(f"{what} compression", ours["compression_ratio"], compression.compression_ratio(texts), half)
            check(f"{what} n-grams", ours["ngram_diversity"], ngrams.ngram_diversity_score(texts), half)
            score = float(repetition.self_repetition_score(texts, verbose=False))
            check(f"{what} self-repetition", ours["self_repetition"], score, 1e-9)
            check(f"{what} MATTR", ours["mattr"], mattr(tokens), 1e-9)
            for n in (1, 2, 3, 4):
                check(f"{what} distinct-{n}", ours["distinct"][n - 1], distinct(tokens, n), 1e-12)
    print(f"{len(paths)} sets, {checks} figures, {len(wrong)} differ")
    for line in wrong[:20]:
        print("  " + line)
    sys.exit(1 if wrong or checks == 0 else 0)


if __name__ == "__main__":
    main()
