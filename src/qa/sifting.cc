#include "qa/sifting.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "data/reasons.h"

namespace generator::qa {
bool was_asked(const GenerateItem& item, std::string_view question) {
  return std::ranges::any_of(item.asked, [&](const std::string& earlier) {
    return question_key(earlier) == question_key(question);
  });
}

Reject reject_of(const Fault& fault, const Chunk& chunk, const ProposedPair& pair) {
  Reject reject{std::string(fault.code), fault.detail, chunk.id, ""};
  json::Writer row(reject.row);
  write_pair(row, pair);
  return reject;
}

Reject failure_of(const Failure& failure, const Chunk& chunk) {
  return {std::string(reason_of(failure.kind)), failure.message, chunk.id, "", true, failure.reply};
}

void sift(const GenerateOptions& options, const GenerateItem& item, const measure::Passage& passage,
          const std::vector<ProposedPair>& pairs, const Completion& completion,
          Finished& finished) {
  const Chunk& chunk = item.chunk;
  const std::int64_t most = item.n_pairs;
  const std::string_view language = wanted_language(options.style, chunk);
  for (const ProposedPair& pair : pairs) {
    if (was_asked(item, pair.question)) continue;
    auto example = make_example(options, chunk, passage, language, pair, completion);
    if (example && static_cast<std::int64_t>(finished.examples.size()) >= most)
      finished.rejects.push_back(
          reject_of({reasons::kSurplus, fmt::format("{} were asked for", most)}, chunk, pair));
    else if (example)
      finished.examples.push_back(std::move(*example));
    else
      finished.rejects.push_back(reject_of(example.error(), chunk, pair));
  }
}

void say_if_nothing(const Chunk& chunk, Finished& finished) {
  if (finished.examples.empty() && finished.rejects.empty())
    finished.rejects.push_back({std::string(reasons::kNothingToAsk), "", chunk.id, ""});
}

}  // namespace generator::qa
