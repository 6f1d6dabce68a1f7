"""Generator as the tests against real servers run it: in a folder of its own, with settings that name the server."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data"  # real documents that are not of this project; may be missing


class Failed(SystemExit):
    """What was promised did not happen."""


def check(holds, what):
    if not holds:
        raise Failed("not as promised: " + what)


class Place:
    """`settings` is the text of config.yaml; `environment` is all that a command sees besides PATH and HOME."""

    def __init__(self, generator, folder, settings, environment):
        self.generator, self.folder, self.environment = generator, folder, environment
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.yaml").write_text(settings)

    def begin(self, *words, **more):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), **self.environment, **more}
        return subprocess.Popen([self.generator, *map(str, words), "--config", "settings.yaml"], cwd=self.folder, env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *words, wants=(0,), **more):
        """What it printed; ends the test where the exit code is none of `wants`."""
        process = self.begin(*words, **more)
        printed = "".join(process.communicate())
        check(process.returncode in wants, "`generator %s` ended with %d:\n%s" % (" ".join(map(str, words)), process.returncode, printed))
        return printed

    def rows(self, output):
        """The rows of an output; none where it was not made."""
        path = self.folder / output
        if not path.exists():
            return []
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if output.endswith(".json") else [json.loads(line) for line in text.splitlines()]

    def rejects(self, output):
        return self.rows(output.rsplit(".", 1)[0] + ".rejected.jsonl")

    def report(self, output):
        return json.loads((self.folder / (output + ".run") / "report.json").read_text())
