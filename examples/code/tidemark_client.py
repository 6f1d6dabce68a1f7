"""A small client for the HTTP interface of Tidemark.

Part of the example documents of Generator; MIT licence.

The client keeps points in memory and sends them in groups, because one request for each point costs a hundred times
more than the point itself. It needs nothing but the standard library.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request


class TidemarkError(Exception):
    """The server refused a request for good. `code` is the number behind `TM-`, or None."""

    def __init__(self, message, code=None):
        super().__init__(message)
        self.code = code


def format_series(name, tags):
    """Returns a series in the form `name{tag="value",...}`, with the tags sorted by key.

    Sorting is not needed by the server, but it makes equal series equal as text, so that they can be used as keys of a
    dictionary. Quotes and backslashes in a value are escaped. A tag without a key raises ValueError.
    """
    if any(not key for key in tags):
        raise ValueError("a tag of series %r has no key" % name)
    parts = []
    for key, value in sorted(tags.items()):
        escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
        parts.append('%s="%s"' % (key, escaped))
    return "%s{%s}" % (name, ",".join(parts))


class Client:
    """Sends points to one bucket of one server.

    Use it as a context manager: on leaving the block everything that is still in memory is sent. The client is not safe
    for use from several threads; give each thread a client of its own.
    """

    def __init__(self, address="http://127.0.0.1:7411", bucket="default", group=500, patience=60.0):
        """`group` points are sent in one request; a server that is out of space is asked again for `patience` seconds."""
        self.address = address.rstrip("/")
        self.bucket = bucket
        self.group = group
        self.patience = patience
        self._waiting = []

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.flush()

    def write(self, name, tags, value, at=None):
        """Adds one point. `at` is in seconds since 1970; without it the point gets the time of this machine.

        The point is sent when `group` points have been collected, or by flush().
        """
        moment = time.time() if at is None else at
        self._waiting.append("%s %d %r" % (format_series(name, tags), round(moment * 1_000_000), float(value)))
        if len(self._waiting) >= self.group:
            self.flush()

    def flush(self):
        """Sends all waiting points.

        Status 503 means that the server has no space at the moment. The request is then repeated after the time that the
        server names in `Retry-After`, until `patience` is used up. Repeating is safe, since a point that is written twice
        overwrites itself. On any other error the points stay in memory, so that the caller can call flush() again.
        """
        if not self._waiting:
            return
        body = "\n".join(self._waiting).encode()
        url = self.address + "/write?" + urllib.parse.urlencode({"bucket": self.bucket})
        deadline = time.monotonic() + self.patience
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST"), timeout=30).close()
                self._waiting.clear()
                return
            except urllib.error.HTTPError as error:
                pause = float(error.headers.get("Retry-After", 10))
                if error.code != 503 or time.monotonic() + pause > deadline:
                    raise _refusal(error) from error
                time.sleep(pause)

    def query(self, expression):
        """Evaluates an expression and yields one dictionary for each line of the result.

        The lines are read as they arrive, so a large result does not have to fit into memory. A query that reaches a limit
        of the server raises TidemarkError before the first line.
        """
        url = self.address + "/query?" + urllib.parse.urlencode({"q": expression, "format": "json"})
        try:
            with urllib.request.urlopen(url, timeout=60) as response:
                for line in response:
                    yield json.loads(line)
        except urllib.error.HTTPError as error:
            raise _refusal(error) from error


def _refusal(error):
    """Turns an HTTP error into a TidemarkError with the code that the server sent in its body, if there is one."""
    text = error.read().decode("utf-8", "replace").strip()
    code = None
    if text.startswith("TM-"):
        code = int(text[3:].split(":", 1)[0])
    return TidemarkError(text or "HTTP status %d" % error.code, code)
