"""What the benchmarks share: timing, peak memory, medians, and how far a ratio can be trusted."""

import json
import os
import random
import statistics
import subprocess
import tempfile
import time


def run(command, **options):
    """Runs a command to its end. Returns seconds, peak memory in MB and its standard output; a failure ends the benchmark."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, **options)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        printed, complaints = out.read().decode(), err.read().decode()
    if process.returncode not in (0, 3):
        raise SystemExit("%s\nended with status %d:\n%s" % (" ".join(map(str, command)), process.returncode, complaints[-2000:]))
    return seconds, usage.ru_maxrss / 1024, printed


class Worker:
    """A program that does its work once for each line it gets, and answers with a line of JSON."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("%s ended early" % self.process.args)
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def median(values):
    return statistics.median(values)


def ratio(slower, faster, draws=4000):
    """How many times as long `slower` takes: ratio of medians, and the interval that holds 95 % of resampled rounds.

    The lists are paired by round; rounds are drawn again with their partner, so that a busy moment hits both sides.
    """
    pairs, chance = list(zip(slower, faster)), random.Random(1)
    seen = []
    for _ in range(draws):
        drawn = [pairs[chance.randrange(len(pairs))] for _ in pairs]
        seen.append(median([a for a, _ in drawn]) / median([b for _, b in drawn]))
    seen.sort()
    return median(slower) / median(faster), seen[int(draws * 0.025)], seen[int(draws * 0.975)]


def show_ratio(three):
    return "%.1f× (%.1f–%.1f)" % three
