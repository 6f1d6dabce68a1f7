// The conversations in a reply, before anything is checked about them but their shape.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "qa/pair_reply.h"

namespace generator::qa {

using ProposedConversation = std::vector<ProposedPair>;  // turn by turn

struct ProposedConversations {
  std::vector<ProposedConversation> conversations;
  /// What could not be read beside them: the conversation as JSON text, and why.
  std::vector<std::pair<std::string, std::string>> unreadable;
};

/// Reads {"conversations":[{"turns":[{"question","kind","units":[...]}]}]}, also as the bare list,
/// one bare conversation, or one bare list of turns. Turns are read as pairs are
/// (qa/pair_reply.h); a conversation ends before its first turn that cannot be read. Errors:
/// kInvalidInput, worded for the model: as `read_pairs`.
Result<ProposedConversations> read_conversations(std::string_view reply, bool wants_answers);

/// As a reply has it: {"turns":[{"question","kind","units",…}, …]}.
std::string conversation_text(const ProposedConversation& conversation);

}  // namespace generator::qa
