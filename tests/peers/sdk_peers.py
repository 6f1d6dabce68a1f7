"""The vendors' own SDKs against the fake endpoint: it serves them, and our requests agree with theirs, field by field.

sdk_peers.py FAKE_ENDPOINT PROVIDER_REQUESTS FOLDER
"""

import json
import pathlib
import signal
import subprocess
import sys

import anthropic
import ollama
import openai
from anthropic.lib._parse._transform import transform_schema
from google import genai

fake_endpoint, provider_requests, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
SYSTEM, USER = "Be brief.", 'What is a queue? "É"'
SHARED_SYSTEM, SHARED_USER = 4400 * "s", 1600 * "p"
SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}, "mark": {"type": "integer"}}, "required": ["text", "mark"],
          "additionalProperties": False}
WIDE = {"type": "object", "title": "Reply", "properties": {
    "mark": {"type": "integer", "description": "of ten", "minimum": 1, "maximum": 10}, "name": {"type": "string", "maxLength": 20},
    "kind": {"oneOf": [{"type": "string"}, {"type": "null"}]}}, "required": ["mark"]}
PLACE = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}
SENTENCE = "A sentence that answers nothing in particular."
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        raise SystemExit("sdk_peers: " + what)


# ---- what the SDKs send, and what they read in the replies

def ask_openai(base, vendor):
    client = openai.OpenAI(api_key="sk-peer", base_url=base + "/" + vendor + "/v1", max_retries=0)
    limit = {"max_tokens" if vendor == "vllm" else "max_completion_tokens": 512}
    common = dict(model="local-model", messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER}], **limit)
    if vendor == "vllm":
        common["extra_body"] = {"chat_template_kwargs": {"enable_thinking": False}}
    reply = client.chat.completions.create(**common)
    check(reply.choices[0].message.content == SENTENCE and reply.choices[0].finish_reason == "stop", "openai cannot read the reply")
    check(reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens, "the tokens do not add up")
    client.chat.completions.create(**common, temperature=0.5, top_p=0.75, seed=3)
    strict = {} if vendor == "vllm" else {"strict": True}
    reply = client.chat.completions.create(**common, response_format={"type": "json_schema",
                                                                      "json_schema": {"name": "reply", **strict, "schema": SCHEMA}})
    check(set(json.loads(reply.choices[0].message.content)) == {"text", "mark"}, "the reply does not follow the schema")
    call = {"id": "call_1", "type": "function", "function": {"name": "get_time", "arguments": '{"place":"Oslo"}'}}
    tools = [{"type": "function", "function": {"name": "get_time", "description": "The time of a place", "parameters": PLACE}}]
    client.chat.completions.create(**{**common, "messages": common["messages"] + [
        {"role": "assistant", "content": None, "tool_calls": [call]}, {"role": "tool", "tool_call_id": "call_1", "content": "12:00"}]},
        tools=tools)
    if vendor == "openai":
        marked = {"prompt_cache_breakpoint": {"mode": "explicit"}}
        key = next(each for each in ours if each["case"] == "shared" and each["vendor"] == "openai")["body"]["prompt_cache_key"]
        client.chat.completions.create(model="gpt-6-luna", max_completion_tokens=512, prompt_cache_key=key,
                                       prompt_cache_options={"mode": "explicit"}, messages=[
            {"role": "system", "content": [{"type": "text", "text": SHARED_SYSTEM, **marked}]},
            {"role": "user", "content": [{"type": "text", "text": SHARED_USER, **marked}, {"type": "text", "text": USER}]}])
    # From here on what we do not send ourselves.
    reply = client.chat.completions.create(**common, tools=tools, tool_choice={"type": "function", "function": {"name": "get_time"}})
    check(json.loads(reply.choices[0].message.tool_calls[0].function.arguments) == {"place": "text"}, "no tool call came back")
    vectors = client.embeddings.create(model="text-embedding-3-small", input=["a", "b"], dimensions=8)
    check(len(vectors.data) == 2 and len(vectors.data[0].embedding) == 8, "embeddings")
    plain = client.embeddings.create(model="text-embedding-3-small", input=["a"], dimensions=8, encoding_format="float")
    check(max(abs(x - y) for x, y in zip(plain.data[0].embedding, vectors.data[0].embedding)) < 1e-6, "base64 and float differ")
    check("gpt-6-luna" in [model.id for model in client.models.list()], "models")
    for status, kind in ((404, openai.NotFoundError), (401, openai.AuthenticationError)):
        try:
            other = client if status == 404 else openai.OpenAI(api_key="wrong", base_url=client.base_url, max_retries=0)
            other.chat.completions.create(**{**common, "model": "no-such-model" if status == 404 else "local-model"})
            check(False, "no error of status %d" % status)
        except kind as error:
            check(error.body is not None and "message" in error.body, "the error has no message")


def wait(look, is_over):
    """The state of a batch in the end; the endpoint needs few looks."""
    for _ in range(10):
        state = look()
        if is_over(state):
            return state
    check(False, "the batch does not end")


def batch_openai(base):
    client = openai.OpenAI(api_key="sk-peer", base_url=base + "/openai/v1", max_retries=0)
    lines = [json.dumps({"custom_id": "r%d" % i, "method": "POST", "url": "/v1/chat/completions", "body": {
        "model": "local-model", "messages": [{"role": "user", "content": USER}], "max_completion_tokens": 512}}) for i in range(3)]
    file = client.files.create(file=("peer.jsonl", "\n".join(lines).encode()), purpose="batch")
    batch = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h",
                                  metadata={"generator_batch": "peer"})
    check(batch.metadata["generator_batch"] == "peer" and batch.id in [b.id for b in client.batches.list(limit=2)], "no such batch")
    batch = wait(lambda: client.batches.retrieve(batch.id), lambda b: b.status == "completed")
    check(batch.request_counts.completed == 3, "not all requests were answered")
    results = [json.loads(line) for line in client.files.content(batch.output_file_id).text.splitlines()]
    check({r["custom_id"] for r in results} == {"r0", "r1", "r2"}, "the results' ids")
    check(results[0]["response"]["body"]["choices"][0]["message"]["content"] == SENTENCE, "the results' content")
    other = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h")
    check(client.batches.cancel(other.id).status == "cancelling", "the batch is not canceled")


def batch_anthropic(base):
    client = anthropic.Anthropic(api_key="sk-peer", base_url=base + "/anthropic", max_retries=0)
    requests = [{"custom_id": "r%d" % i, "params": {"model": "claude-haiku-5-5", "max_tokens": 512, "messages": [
        {"role": "user", "content": USER}]}} for i in range(3)]
    batch = client.messages.batches.create(requests=requests)
    check(batch.request_counts.processing == 3 and batch.id in [b.id for b in client.messages.batches.list(limit=1)], "no such batch")
    batch = wait(lambda: client.messages.batches.retrieve(batch.id), lambda b: b.processing_status == "ended")
    results = list(client.messages.batches.results(batch.id))
    check({r.custom_id for r in results} == {"r0", "r1", "r2"} and results[0].result.message.content[0].text == SENTENCE, "results")
    check(client.messages.batches.cancel(client.messages.batches.create(requests=requests).id).processing_status == "canceling",
          "the batch is not canceled")


def batch_gemini(base):
    types = genai.types
    client = genai.Client(api_key="sk-peer", http_options=types.HttpOptions(base_url=base + "/gemini", api_version="v1beta"))
    requests = [types.InlinedRequest(contents=USER, metadata={"key": "r%d" % i}) for i in range(3)]
    batch = client.batches.create(model="gemini-3.8-flash", src=requests, config={"display_name": "peer"})
    check(batch.name in [b.name for b in client.batches.list()], "no such batch")
    batch = wait(lambda: client.batches.get(name=batch.name), lambda b: b.state == types.JobState.JOB_STATE_SUCCEEDED)
    results = batch.dest.inlined_responses
    check([r.metadata["key"] for r in results] == ["r0", "r1", "r2"] and results[0].response.text == SENTENCE, "results")
    client.batches.cancel(name=client.batches.create(model="gemini-3.8-flash", src=requests, config={"display_name": "x"}).name)


def ask_anthropic(base):
    client = anthropic.Anthropic(api_key="sk-peer", base_url=base + "/anthropic", max_retries=0)
    common = dict(model="claude-haiku-5-5", max_tokens=512, system=[{"type": "text", "text": SYSTEM}], messages=[{"role": "user", "content": USER}])
    reply = client.messages.create(**common)
    check(reply.content[0].text == SENTENCE and reply.stop_reason == "end_turn", "anthropic cannot read the reply")
    reply = client.messages.create(**common, output_config={"format": {"type": "json_schema", "schema": SCHEMA}})
    check(set(json.loads(reply.content[0].text)) == {"text", "mark"}, "the reply does not follow the schema")
    tools = [{"name": "get_time", "description": "The time of a place", "input_schema": PLACE}]
    client.messages.create(**{**common, "messages": common["messages"] + [
        {"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "get_time", "input": {"place": "Oslo"}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": "12:00"}]}]}, tools=tools)
    marked = {"cache_control": {"type": "ephemeral"}}
    client.messages.create(**{**common, "system": [{"type": "text", "text": SHARED_SYSTEM, **marked}], "messages": [
        {"role": "user", "content": [{"type": "text", "text": SHARED_USER, **marked}, {"type": "text", "text": USER}]}]})
    reply = client.messages.create(**common, tools=tools, tool_choice={"type": "tool", "name": "get_time"})
    check(reply.content[0].input == {"place": "text"} and reply.stop_reason == "tool_use", "no tool call came back")
    check("claude-haiku-5-5" in [model.id for model in client.models.list()], "models")
    try:
        client.messages.create(**{**common, "model": "no-such-model"})
        check(False, "no error of status 404")
    except anthropic.NotFoundError as error:
        check(error.body["error"]["type"] == "not_found_error", "the error's type")


def ask_gemini(base):
    types = genai.types
    client = genai.Client(api_key="sk-peer", http_options=types.HttpOptions(base_url=base + "/gemini", api_version="v1beta"))

    def ask(contents=USER, **config):
        return client.models.generate_content(model="gemini-3.8-flash", contents=contents, config=types.GenerateContentConfig(
            system_instruction=SYSTEM, max_output_tokens=512, **config))

    reply = ask()
    check(reply.text == SENTENCE and reply.candidates[0].finish_reason == types.FinishReason.STOP, "google-genai cannot read the reply")
    ask(temperature=0.5, top_p=0.75, seed=3)
    reply = ask(response_mime_type="application/json", response_json_schema=SCHEMA)
    check(set(json.loads(reply.text)) == {"text", "mark"}, "the reply does not follow the schema")
    tools = [types.Tool(function_declarations=[types.FunctionDeclaration(name="get_time", description="The time of a place",
                                                                         parameters_json_schema=PLACE)])]
    quiet = types.AutomaticFunctionCallingConfig(disable=True)
    ask([types.Content(role="user", parts=[types.Part(text=USER)]),
         types.Content(role="model", parts=[types.Part(function_call=types.FunctionCall(id="call_1", name="get_time", args={"place": "Oslo"}))]),
         types.Content(role="user", parts=[types.Part(function_response=types.FunctionResponse(
             id="call_1", name="get_time", response={"output": "12:00"}))])], tools=tools, automatic_function_calling=quiet)
    reply = ask(tools=tools, automatic_function_calling=quiet, tool_config=types.ToolConfig(
        function_calling_config=types.FunctionCallingConfig(mode="ANY", allowed_function_names=["get_time"])))
    check(reply.function_calls[0].args == {"place": "text"}, "no tool call came back")
    vectors = client.models.embed_content(model="gemini-embedding-2", contents=["a", "b"],
                                          config=types.EmbedContentConfig(output_dimensionality=8))
    check(len(vectors.embeddings[0].values) == 8, "embeddings")
    check("models/gemini-3.8-flash" in [model.name for model in client.models.list()], "models")
    try:
        client.models.generate_content(model="no-such-model", contents=USER)
        check(False, "no error of status 404")
    except genai.errors.ClientError as error:
        check(error.status == "NOT_FOUND", "the error's status")


def ask_ollama(base, num_ctx):
    client = ollama.Client(host=base + "/ollama")

    def ask(messages=None, options=None, **more):
        messages = messages or [{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER}]
        return client.chat(model="qwen3:8b", messages=messages, think=False,
                           options={"num_ctx": num_ctx, "num_predict": 512, **(options or {})}, **more)

    reply = ask()
    check(reply.message.content == SENTENCE and reply.done_reason == "stop", "ollama cannot read the reply")
    ask(options={"temperature": 0.5, "top_p": 0.75, "seed": 3})
    check(set(json.loads(ask(format=SCHEMA).message.content)) == {"text", "mark"}, "the reply does not follow the schema")
    ask([{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER},
         {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "get_time", "arguments": {"place": "Oslo"}}}]},
         {"role": "tool", "tool_name": "get_time", "content": "12:00"}],
        tools=[{"type": "function", "function": {"name": "get_time", "description": "The time of a place", "parameters": PLACE}}])
    check(len(client.embed(model="qwen3:8b", input=["a", "b"], dimensions=8).embeddings[0]) == 8, "embeddings")
    check("qwen3:8b" in [model.model for model in client.list().models], "models")
    check(client.show("qwen3:8b").modelinfo["qwen3.context_length"] == 40960, "show")
    try:
        client.chat(model="no-such-model", messages=[{"role": "user", "content": USER}], options={"num_ctx": 4096})
        check(False, "no error of status 404")
    except ollama.ResponseError as error:
        check(error.status_code == 404, "the error's status")


# ---- the comparison

# Where we differ from an SDK on purpose. Everything else must be equal.
LEFT_OUT = {
    "ollama": {  # its SDK has no field for the ids of calls, nor for what is done with a prompt that is too long; the server has
        "messages[].tool_calls[].id", "messages[].tool_call_id", "truncate", "shift"},
}


def without(value, left_out, place=""):
    if isinstance(value, dict):
        return {key: without(child, left_out, place + "." + key if place else key) for key, child in value.items()
                if (place + "." + key if place else key) not in left_out}
    if isinstance(value, list):
        return [without(child, left_out, place + "[]") for child in value]
    return value


def differences(ours, theirs, place=""):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(set(ours) | set(theirs)):
            where = place + "." + key if place else key
            if key not in ours or key not in theirs:
                yield "%s: only %s: %r" % (where, "theirs" if key in theirs else "ours", theirs.get(key, ours.get(key)))
            else:
                yield from differences(ours[key], theirs[key], where)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for i, (a, b) in enumerate(zip(ours, theirs)):
            yield from differences(a, b, "%s[%d]" % (place, i))
    elif ours != theirs:
        yield "%s: ours %r, theirs %r" % (place, ours, theirs)


def plain_content(body):
    """What is said in two ways and is the same: a role that is the default, an empty list, a message without content."""
    if body.get("tools") == []:
        del body["tools"]
    for message in body.get("messages", []):
        if message.get("content") == "":
            del message["content"]
    for content in body.get("contents", []):
        content.setdefault("role", "user")
    for tool in body.get("tools", []):
        for function in tool.get("functionDeclarations", []):  # a server takes both spellings
            if "parameters_json_schema" in function:
                function["parametersJsonSchema"] = function.pop("parameters_json_schema")
    instruction = body.get("systemInstruction")
    if instruction:
        instruction.pop("role", None)
    return body


def headers_of(vendor, headers):
    key = headers.get("x-api-key") or headers.get("authorization", "").replace("Bearer ", "") or headers.get("x-goog-api-key", "")
    return {"key": key, "type": headers.get("content-type", "").split(";")[0], "version": headers.get("anthropic-version", "")}


folder.mkdir(parents=True, exist_ok=True)
record = folder / "requests.jsonl"
ours = [json.loads(line) for line in subprocess.run([provider_requests], check=True, capture_output=True, text=True).stdout.splitlines()]
server = subprocess.Popen([fake_endpoint, "--record", str(record), "--key", "sk-peer"], stdout=subprocess.PIPE, text=True)
try:
    base = server.stdout.readline().strip()
    ask_openai(base, "openai")
    ask_openai(base, "vllm")
    ask_anthropic(base)
    ask_gemini(base)
    ask_ollama(base, ours[-2]["body"]["options"]["num_ctx"])
    for batch in (batch_openai, batch_anthropic, batch_gemini):
        batch(base)
finally:
    server.send_signal(signal.SIGTERM)
printed = server.communicate()[0]
check(server.returncode == 0, "the endpoint found faults in the SDKs' requests:\n" + printed)

theirs = {}
for line in record.read_text().splitlines():
    request = json.loads(line)
    theirs.setdefault(request["path"].split("/")[1], []).append(request)

compared, wrong = 0, []
for mine in ours:
    if mine["case"] == "narrowed schema":
        wrong += ["narrowed schema: " + d for d in differences(mine["body"], transform_schema(WIDE))]
        continue
    other = theirs[mine["vendor"]].pop(0)  # the SDKs were asked the same, in the same order
    left_out = LEFT_OUT.get(mine["vendor"], set())
    found = list(differences(without(plain_content(mine["body"]), left_out), plain_content(json.loads(other["body"]))))
    found += differences(headers_of(mine["vendor"], mine["headers"]), headers_of(mine["vendor"], other["headers"]), "header")
    found += differences(mine["url"].replace("https://api.openai.com", "/openai"), other["path"], "path")
    wrong += ["%s, %s: %s" % (mine["vendor"], mine["case"], d) for d in found]
    compared += 1
if wrong:
    raise SystemExit("sdk_peers: our requests differ from the SDKs':\n  " + "\n  ".join(wrong))
print("openai %s, anthropic %s, google-genai %s, ollama: served, %d replies checked; %d requests agree field by field"
      % (openai.__version__, anthropic.__version__, genai.__version__, checks, compared))
