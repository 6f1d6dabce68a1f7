// What the protocols have in common: reading a body against a shape, and small pieces of replies.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/endpoint/message.h"
#include "support/endpoint/protocol.h"

namespace generator::endpoint {

using Json = nlohmann::ordered_json;

/// Reads the body of a POST into `body`. Returns the fault: wrong method or type, no JSON, a field
/// that `shape` does not allow.
std::string read_body(const Received& received, const Json& shape, Json& body);

/// A served request that is refused, and recorded as wrong.
Served refuse(const Protocol& protocol, int status, std::string fault);
/// One that is as it should be, with its reply.
Served answer(const Json& body);
/// One that is as it should be, and refused all the same: a key or a model that is not accepted.
Served turn_away(Answer answer);

/// Text of a content that is a string or a list of parts with `text`.
std::string text_of(const Json& content);
/// Adds a content to the prompt, marked where a part has the field `mark`.
void add_content(Prompt& prompt, const Json& content, const char* mark);
/// The fault where a JSON Schema has a keyword outside `keywords`; "" otherwise. Names of
/// properties and definitions are not keywords.
std::string unknown_keyword(const Json& schema, const std::vector<std::string_view>& keywords);
/// "Bearer X" → "X"; "" otherwise.
std::string_view bearer(std::string_view header);
/// A vector of length 1 that depends on the text alone.
std::vector<float> embedding_of(const std::string& text, std::size_t dimensions);
/// A name that depends on the text alone: "msg_0a1b…".
std::string id_of(std::string_view prefix, std::string_view text);

}  // namespace generator::endpoint
