// What the endpoint's model says to the prompts for tool use.
#pragma once

#include <optional>
#include <string>

#include "support/endpoint/message.h"

namespace generator::endpoint {

/// It writes instructions that tell the calls they need in brackets, and reads them there again when
/// it acts; proposes tools that need nothing; rates with good marks; finds as evidence what the first
/// result says. Nothing where the question is about something else.
std::optional<std::string> tool_reply(const Question& question);

/// What stands between <label mark> and </label mark>, lines of their own; "" where nothing does.
std::string_view fenced(std::string_view text, std::string_view label);

}  // namespace generator::endpoint
