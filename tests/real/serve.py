"""Serves a GGUF file with llama-cpp-python's server and writes down what is said on the wire.

serve.py RECORD PORT [SETTING=VALUE]...      (settings of llama_cpp.server, as model=FILE n_ctx=2048)

RECORD gets one JSON object a line: {"event":"asked","n","path","body"} when a request has arrived, {"event":"answered","n",
"status","body","ms"} when its response has left. The server itself is as PyPI has it; the record is made around it.
"""

import json
import os
import sys
import time

import uvicorn
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import Settings


class Recorder:
    def __init__(self, app, path):
        self.app, self.record, self.asked = app, open(path, "a", buffering=1, encoding="utf-8"), 0

    def write(self, **fields):
        self.record.write(json.dumps(fields) + "\n")

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or scope["method"] != "POST":
            return await self.app(scope, receive, send)
        self.asked += 1
        number, began, asked, answer, status = "%d/%d" % (os.getpid(), self.asked), time.monotonic(), b"", b"", 0

        async def receive_and_note():
            nonlocal asked
            message = await receive()
            asked += message.get("body", b"")
            if message["type"] == "http.request" and not message.get("more_body"):
                self.write(event="asked", n=number, path=scope["path"], body=asked.decode("utf-8", "replace"))
            return message

        async def note_and_send(message):
            nonlocal answer, status
            status = message.get("status", status)
            answer += message.get("body", b"")
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.write(event="answered", n=number, status=status, body=answer.decode("utf-8", "replace"),
                           ms=round((time.monotonic() - began) * 1000))

        await self.app(scope, receive_and_note, note_and_send)


if __name__ == "__main__":
    record, port = sys.argv[1], int(sys.argv[2])
    settings = Settings(**dict(word.split("=", 1) for word in sys.argv[3:]))
    uvicorn.run(Recorder(create_app(settings=settings), record), host="127.0.0.1", port=port, log_level="warning")
