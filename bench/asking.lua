-- The request of asking.cc for wrk.
local units = {}
for unit = 1, 8 do
  units[unit] = string.format("[%d] The broker keeps number %d of its messages on disk until a worker has taken it, written what it did, and said so.\\n", unit, unit)
end
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer sk-bench"
wrk.body = '{"model":"local-model","messages":[{"role":"system","content":"You write the questions of a data set. Reply with one JSON object."},' ..
  '{"role":"user","content":"<passage 00000001>\\n# Acme Queue > Workers 1\\n' .. table.concat(units) .. '</passage 00000001>\\n\\nWrite 1 pair."}],' ..
  '"max_completion_tokens":2048,"response_format":{"type":"json_schema","json_schema":{"name":"pairs","strict":true,"schema":' ..
  '{"type":"object","properties":{"pairs":{"type":"array","items":{"type":"object","properties":{"question":{"type":"string"},' ..
  '"kind":{"type":"string","enum":["how-to","concept"]},"units":{"type":"array","items":{"type":"integer"}}},' ..
  '"required":["question","kind","units"],"additionalProperties":false}}},"required":["pairs"],"additionalProperties":false}}}}'
