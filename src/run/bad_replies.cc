// Replies that cannot be used. A schema's bounds are looked at before a dialogue hears its replies,
// for no dialogue looks for them; the rest of the schema only where a dialogue found no use of a
// reply: readers understand much that is not quite as it was asked for ("9" for 9, a bare list),
// and what they understand need not be bought twice.
#include <fmt/format.h>

#include <algorithm>

#include "run/correction.h"
#include "run/run_state.h"

namespace generator {

std::uint64_t Run::count(const Problems& problems) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(problems, [](const auto& problem) { return !problem.empty(); }));
}

std::string_view Run::first(const Problems& problems) {
  const auto found =
      std::ranges::find_if(problems, [](const auto& problem) { return !problem.empty(); });
  return found == problems.end() ? std::string_view() : *found;
}

/// Bounds of their schemas that replies pass: no dialogue looks for those.
Run::Problems Run::schema_problems(const Item& item) const {
  Problems out(item.asks.size());
  if (!options_.check_reply) return out;
  for (std::size_t slot = 0; slot < item.asks.size(); ++slot) {
    const auto* reply = std::get_if<Completion>(&item.outcomes[slot]);
    const Schema* schema = item.asks[slot].request.schema;
    if (reply != nullptr && schema != nullptr && reply->stop_reason != StopReason::kLength)
      out[slot] = options_.check_reply(*schema, reply->message.content, true);
  }
  return out;
}

/// `hear` ended with `error`: what is told of each reply, with what the schema says of it.
Run::Problems Run::problems_of(const Item& item, const Error& error) const {
  Problems out(item.asks.size());
  const std::vector<std::size_t> named = item.dialogue->unusable();
  for (std::size_t slot = 0; slot < item.asks.size(); ++slot) {
    const auto* reply = std::get_if<Completion>(&item.outcomes[slot]);
    const bool is_meant = named.empty() || std::ranges::find(named, slot) != named.end();
    if (reply == nullptr || !is_meant) continue;
    out[slot] = error.message.empty() ? "it cannot be used" : error.message;
    const Schema* schema = item.asks[slot].request.schema;
    if (!options_.check_reply || schema == nullptr || reply->stop_reason == StopReason::kLength)
      continue;
    if (const auto all = options_.check_reply(*schema, reply->message.content, false); !all.empty())
      out[slot] += fmt::format(" (by its JSON Schema: {})", all);
  }
  return out;
}

/// The replies with a problem are asked for again, or, after the last attempt, given up.
void Run::ask_again(Item& item, const Problems& problems) {
  const std::uint64_t replies = count(problems);
  if (replies == 0)
    return stop_with({ErrorKind::kInternal,
                      fmt::format("item {} cannot say what follows from its failure", item.index)});
  summary_.bad_replies += replies;
  std::uint64_t given_up = 0;
  std::vector<ChatRequest> revised(item.asks.size());
  std::vector<std::size_t> again;
  for (std::size_t slot = 0; slot < item.asks.size(); ++slot) {
    if (problems[slot].empty()) continue;
    if (options_.on_bad_reply) options_.on_bad_reply(item.index, slot, problems[slot]);
    const Completion& reply = std::get<Completion>(item.outcomes[slot]);
    const bool is_cut = reply.stop_reason == StopReason::kLength;
    const bool had_more =
        item.request(slot).sampling.max_tokens > item.asks[slot].request.sampling.max_tokens;
    if (item.attempt + 1 < options_.attempts && !(is_cut && had_more)) {
      revised[slot] = corrected(item.asks[slot].request, reply, problems[slot]);
      again.push_back(slot);
      continue;
    }
    const auto kind = is_cut ? Failure::Kind::kCut : Failure::Kind::kAttemptsUsedUp;
    item.outcomes[slot] = Failure{kind, problems[slot], reply.message.content};
    ++given_up;
  }
  summary_.given_up += given_up;
  if (again.empty()) return ready_.push_back(&item);
  item.revised = std::move(revised);
  ++item.attempt;
  item.awaited = again.size() + 1;
  for (const std::size_t slot : again) put_ask(item, slot);
  was_heard(item);
}

}  // namespace generator
