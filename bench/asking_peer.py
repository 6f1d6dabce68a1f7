"""What a request costs the `openai` SDK: asking_peer.py threads|aiohttp BASE N CONCURRENCY; prints one line of JSON."""

import asyncio
import json
import resource
import sys
import threading
import time

import openai

how, base, count, concurrency = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
PASSAGE = "".join("[%d] The broker keeps number %d of its messages on disk until a worker has taken it, written what it did, and said so.\n"
                  % (unit, unit) for unit in range(1, 9))
SCHEMA = {"type": "object", "properties": {"pairs": {"type": "array", "items": {"type": "object", "properties": {
    "question": {"type": "string"}, "kind": {"type": "string", "enum": ["how-to", "concept"]},
    "units": {"type": "array", "items": {"type": "integer"}}}, "required": ["question", "kind", "units"], "additionalProperties": False}}},
    "required": ["pairs"], "additionalProperties": False}


def question(n):
    return dict(model="local-model", max_completion_tokens=2048,
                messages=[{"role": "system", "content": "You write the questions of a data set. Reply with one JSON object."},
                          {"role": "user", "content": "<passage %08x>\n# Acme Queue > Workers %d\n%s</passage %08x>\n\nWrite 1 pair." % (n, n, PASSAGE, n)}],
                response_format={"type": "json_schema", "json_schema": {"name": "pairs", "strict": True, "schema": SCHEMA}})


def read(completion):
    json.loads(completion.choices[0].message.content)


def threads():
    client = openai.OpenAI(api_key="sk-bench", base_url=base)
    numbers, lock = iter(range(count)), threading.Lock()

    def work():
        while True:
            with lock:
                n = next(numbers, None)
            if n is None:
                return
            read(client.chat.completions.create(**question(n)))

    workers = [threading.Thread(target=work) for _ in range(concurrency)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]


async def with_aiohttp():
    async with openai.AsyncOpenAI(api_key="sk-bench", base_url=base, http_client=openai.DefaultAioHttpClient()) as client:
        numbers = iter(range(count))

        async def work():
            for n in numbers:
                read(await client.chat.completions.create(**question(n)))

        await asyncio.gather(*(work() for _ in range(concurrency)))


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


before, begun = cpu(), time.perf_counter()
threads() if how == "threads" else asyncio.run(with_aiohttp())
print(json.dumps({"requests": count, "seconds": round(time.perf_counter() - begun, 3), "cpu": round(cpu() - before, 3)}))
