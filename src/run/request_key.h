// The name under which the ledger remembers a reply: everything that could change it, and nothing
// else.
#pragma once

#include <string_view>

#include "base/hash.h"
#include "model/chat.h"

namespace generator {

/// Hashes model identity, messages, tools, schema, sampling, sample and attempt. With `from_inputs`
/// (a model whose answer depends on the facts alone) task and inputs stand for messages, tools,
/// schema and sampling. Keys, time-outs, proxies and the task's name are not in it.
Digest request_key(std::string_view identity, bool from_inputs, const ChatRequest& request,
                   int sample, int attempt);

}  // namespace generator
