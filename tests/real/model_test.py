"""What a real model makes of every prompt: a table of task and model, and the rows to read.

model_test.py GENERATOR FOLDER SMOLLM2.gguf      (FOLDER is emptied and used)

From the environment:
  PROVIDER, MODEL   who is asked, as after --provider and --model, with keys and addresses as always (OPENAI_API_KEY, OLLAMA_HOST, a
                    config.yaml named by GENERATOR_CONFIG). Without PROVIDER a server of llama-cpp-python is started with MODEL, a
                    GGUF file; without both it has SmolLM2-135M-Instruct.
  CHUNKS            on how many chunks each prompt is tried, for one pair each; 20
  TASKS             which tasks, of generate, generate_write, generate_code, generate_code_write, enrich, judge
  PROMPT_SET        auto (by the model's name), full or small

FOLDER/table.md gets the table, FOLDER/rows.md every row, and every reply that became none with its reason: read them, the table
cannot tell good questions from bad ones. Each request is made once (--attempts 1). A run that the program ends because the model is
too small is noted as such, and gone on with (--keep-going).
"""

import json
import os
import pathlib
import re
import shutil
import sys

from program import DATA, ROOT, Place, check
from server import Server

TASKS = ("generate", "generate_write", "generate_code", "generate_code_write", "enrich", "judge")
NOT_READ = ("unreadable_reply", "cut_reply")
NOT_ASKED = ("short_chunk", "boilerplate_chunk")
HEAD = "| task | model | prompts | replies | valid JSON | kept | of | tokens in | tokens out | s | the program says |\n" + "| --- " * 11 + "|\n"


class Trial:
    """One task: its command run to the end, and what came of it."""

    def __init__(self, place, task, *words):
        self.task, output = task, task + ".json"
        words = (*words, "-o", output, "--attempts", 1, "-q", "--yes", *place.asking)
        printed = place.run(*words, wants=(0, 1, 3))
        found = re.search(r"the model may be too small for `\w+`|[^:\n]*too small[^;\n]*", printed)
        self.diagnosis = found.group(0) if found else ""
        if self.diagnosis:
            printed = place.run(*words, "--keep-going", wants=(0, 1, 3))
        check((place.folder / (output + ".run") / "report.json").exists(), "`%s` ended without a report:\n%s" % (task, printed))
        self.report, self.rows, self.rejects = place.report(output), place.rows(output), place.rejects(output)
        self.money = self.report["money"]

    def valid(self):
        return 1 - sum(reject["code"] in NOT_READ for reject in self.rejects) / max(1, self.money["replies"])

    def kept(self):
        """How many rows came of it, of how many that were proposed or given."""
        if self.task == "enrich":
            return sum(row.get("answer_form") == "rewritten" for row in self.rows), len(self.rows)
        refused = sum(reject["dropped"] and reject["code"] not in NOT_ASKED for reject in self.rejects)
        return len(self.rows), len(self.rows) + refused

    def line(self, model, prompts):
        seconds = sum(stage["elapsed_ms"] for stage in self.report["stages"]) / 1000
        return "| %s | %s | %s | %d | %.0f %% | %d | %d | %d | %d | %.0f | %s |\n" % (
            self.task, model, prompts, self.money["replies"], 100 * self.valid(), *self.kept(), self.money["input_tokens"],
            self.money["output_tokens"], seconds, self.diagnosis)

    def page(self):
        out = ["\n## %s\n" % self.task]
        for number, row in enumerate(self.rows, 1):
            out.append("\n%d. **%s**  \n   %s\n" % (number, one_line(row["question"]), one_line(row["answer"])))
            if row.get("original_answer"):
                out.append("   *was:* %s\n" % one_line(row["original_answer"]))
            if row.get("rating"):
                out.append("   *rated:* %s %s\n" % (json.dumps(row["rating"]["criteria"]), one_line(row["rating"].get("reasons", ""))))
        for reject in self.rejects:
            row = reject["row"]
            said = row.get("question", "") if isinstance(row, dict) else reject.get("reply") or str(row)
            answer = row.get("answer", "") if isinstance(row, dict) and self.task != "judge" else ""
            out.append("- refused, %s (%s): %s %s\n" % (reject["code"], one_line(reject["detail"]), one_line(said), one_line(answer)))
        return "".join(out)


def one_line(text):
    return " ".join(text.split())[:600]


def mismatched(pairs):
    """The same questions with the answer to another one: a judge has to rate these lower."""
    half = len(pairs) // 2
    return [dict(pair, id=pair["id"] + "/wrong", answer=pairs[(i + half) % len(pairs)]["answer"], evidence=[]) for i, pair in enumerate(pairs)]


def discernment(trial):
    """How often a right pair is rated above the same question with a wrong answer; a tie counts half. 0.5 is chance."""
    refused = [reject["row"] for reject in trial.rejects if isinstance(reject["row"], dict) and reject["row"].get("rating")]
    total = {row["id"]: row["rating"]["total"] for row in trial.rows + refused}
    both = [(total[name], total[name + "/wrong"]) for name in total if name + "/wrong" in total]
    return (sum((right > wrong) + (right == wrong) / 2 for right, wrong in both) / len(both), len(both)) if both else (None, 0)


def trials(place, chunks, tasks):
    text = (DATA / "hdf5_docs" if DATA.exists() else ROOT / "examples" / "docs", "--max-chunks", chunks)
    code = (ROOT / "src" / "model", "--include", "**/*.h", "--max-chunks", chunks)
    for task in ("generate", "generate_write", "generate_code", "generate_code_write"):
        if task in tasks:
            words = code if "code" in task else text
            yield Trial(place, task, "generate", *words, "--n-pairs", 1,
                        *(("--mode", "write", "--answer-words", "10:250") if "write" in task else ()))
    place.run("generate", *text, "-o", "rules.json", "--provider", "offline", "-q")
    pairs = place.rows("rules.json")[:chunks]
    for name, rows in (("pairs.json", pairs), ("judged.json", pairs + mismatched(pairs))):
        (place.folder / name).write_text(json.dumps(rows))
        shutil.copytree(place.folder / "rules.json.run", place.folder / (name + ".run"), ignore=shutil.ignore_patterns("ledger"))
    if "enrich" in tasks:
        yield Trial(place, "enrich", "enrich", "pairs.json")
    if "judge" in tasks:
        yield Trial(place, "judge", "curate", "judged.json", "--threshold", 0, "--keep-duplicates")


def place_and_server(generator, folder, smollm2):
    provider, model = os.environ.get("PROVIDER"), os.environ.get("MODEL")
    asking = ("--prompt-set", os.environ.get("PROMPT_SET") or "auto")
    if provider:
        config = os.environ.get("GENERATOR_CONFIG")
        settings = pathlib.Path(config).read_text() if config else "llm:\n  provider: %s\n" % provider
        place = Place(generator, folder / "work", settings, dict(os.environ))
        place.asking = ("--provider", provider, *(("--model", model) if model else ()), *asking)
        return place, None, model or provider
    threads = int(os.environ.get("THREADS") or os.cpu_count())
    file = pathlib.Path(model).resolve() if model else smollm2
    name = re.sub(r"\.gguf$", "", file.name)
    server = Server(folder / "server", model=file, model_alias=name, n_ctx=8192, n_threads=threads, n_threads_batch=threads,
                    verbose=False)
    settings = ("llm:\n  provider: vllm\n  concurrency: 2\n  seed: 1\n  temperature: 0\n  max_tokens: 400\n  timeout: {total: 3600}\n"
                "  vllm: {model: %s, base_url: %s}\n" % (json.dumps(name), server.url))
    place = Place(generator, folder / "work", settings, {})
    place.asking = asking
    return place, server, name


def main(generator, folder, smollm2):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    place, server, name = place_and_server(generator, folder, smollm2)
    prompts = place.asking[-1]
    try:
        with open(folder / "table.md", "w") as table, open(folder / "rows.md", "w") as rows:
            table.write(HEAD)
            rows.write("# %s\n" % name)
            print(HEAD, end="")
            for trial in trials(place, int(os.environ.get("CHUNKS") or 20), (os.environ.get("TASKS") or " ".join(TASKS)).split()):
                line = trial.line(name, prompts)
                if trial.task == "judge":
                    share, count = discernment(trial)
                    line += "\nThe judge rated %s\n" % ("no pair twice" if share is None else
                        "the right answer above a wrong one in %.0f %% of %d cases (a tie counts half, chance is 50 %%)" % (100 * share, count))
                table.write(line)
                rows.write(trial.page())
                print(line, end="", flush=True)
    finally:
        if server:
            server.stop()
    print("the rows are in %s" % (folder / "rows.md"))


if __name__ == "__main__":
    main(*(pathlib.Path(word).resolve() for word in sys.argv[1:4]))
