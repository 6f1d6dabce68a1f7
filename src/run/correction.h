// What a model is told when its reply could not be used.
#pragma once

#include <string>
#include <string_view>

#include "model/chat.h"

namespace generator {

/// `request` asked again after `reply`, of which `problem` says what is wrong with it: the reply
/// and the problem follow as two messages. After a reply that was cut at the token limit: the same
/// request with twice the limit.
ChatRequest corrected(const ChatRequest& request, const Completion& reply,
                      std::string_view problem);

/// Why the model would not answer, in its own words where it gave any.
std::string refusal_text(const Completion& completion);

}  // namespace generator
