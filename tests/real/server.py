"""A real model server as a child process, and what it heard."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """serve.py with `settings`, on one port for its whole life, so that it can be killed and started again."""

    def __init__(self, folder, **settings):
        self.folder, self.settings, self.port = pathlib.Path(folder), settings, free_port()
        self.record, self.process = self.folder / "wire.jsonl", None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    def url(self):
        return "http://127.0.0.1:%d/v1" % self.port

    def start(self):
        words = ["%s=%s" % item for item in self.settings.items()]
        log = open(self.folder / "server.log", "a")
        self.process = subprocess.Popen([sys.executable, HERE / "serve.py", self.record, str(self.port), *words], stdout=log, stderr=log)
        end = time.monotonic() + 120
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit("the server does not start; see %s" % (self.folder / "server.log"))
            time.sleep(0.05)

    def answers(self):
        try:
            urllib.request.urlopen(self.url + "/models", timeout=20)
            return True
        except urllib.error.HTTPError:
            return True  # it wants a key
        except OSError:
            return False

    def is_alive(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def wire(self):
        """The chat requests in the order of arrival: {"asked": body} and, of those that were answered, "status", "answer" and "ms"."""
        out = {}
        for line in self.record.read_text(encoding="utf-8").splitlines(keepends=True) if self.record.exists() else []:
            if not line.endswith("\n"):
                break  # torn when the server was killed
            event = json.loads(line)
            if event["event"] == "asked":
                out[event["n"]] = {"asked": json.loads(event["body"])}
            else:
                out[event["n"]].update(status=event["status"], answer=json.loads(event["body"]), ms=event["ms"])
        return list(out.values())

    def forget(self):
        """Only what is heard from here on counts."""
        if self.record.exists():
            os.truncate(self.record, 0)
