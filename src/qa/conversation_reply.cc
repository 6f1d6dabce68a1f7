#include "qa/conversation_reply.h"

#include <fmt/format.h>

#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "prompt/reply.h"

namespace generator::qa {
namespace {

Result<ProposedConversation> read_turns(json::Value value, bool wants_answers) {
  const auto field = value.find("turns");
  const json::Value turns = field ? *field : value;
  if (!turns.is_array() || turns.size() == 0)
    return fail(ErrorKind::kInvalidInput, "a conversation has no `turns`");
  ProposedConversation out;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    auto turn = read_pair(turns.at(i), wants_answers);
    if (!turn && out.empty())
      return fail(ErrorKind::kInvalidInput, fmt::format("turn 1: {}", turn.error().message));
    if (!turn) break;
    out.push_back(std::move(*turn));
  }
  return out;
}

// A list of turns, and none of conversations.
bool is_one(json::Value value) {
  return value.find("turns") ||
         (value.is_array() && value.size() > 0 && value.at(0).find("question"));
}

}  // namespace

Result<ProposedConversations> read_conversations(std::string_view reply, bool wants_answers) {
  TRY(const prompt::Reply read, prompt::read_reply(reply));
  json::Value list = read.json.root();
  if (const auto conversations = list.find("conversations")) list = *conversations;
  const bool is_single = is_one(list) || !list.is_array();
  ProposedConversations out;
  const std::size_t count = is_single ? 1 : list.size();
  for (std::size_t i = 0; i < count; ++i) {
    const json::Value value = is_single ? list : list.at(i);
    auto conversation = read_turns(value, wants_answers);
    if (conversation)
      out.conversations.push_back(std::move(*conversation));
    else
      out.unreadable.emplace_back(value.raw(), conversation.error().message);
  }
  if (out.conversations.empty() && !out.unreadable.empty())
    return fail(ErrorKind::kInvalidInput, out.unreadable[0].second);
  if (out.conversations.empty() && read.cut)
    return fail(ErrorKind::kInvalidInput,
                "the reply ends before its first conversation is complete");
  return out;
}

std::string conversation_text(const ProposedConversation& conversation) {
  std::string out;
  json::Writer row(out);
  row.begin_object().key("turns").begin_array();
  for (const ProposedPair& turn : conversation) write_pair(row, turn);
  row.end_array().end_object();
  return out;
}

}  // namespace generator::qa
