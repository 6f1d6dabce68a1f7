#include "qa/pair_reply.h"

#include <algorithm>

#include "base/text.h"
#include "prompt/reply.h"

namespace generator::qa {
namespace {

constexpr std::string_view kKinds[] = {"how-to",     "concept",         "reason",
                                       "comparison", "troubleshooting", "api"};

// Numbers of units, also as "3" or "[3]" or one bare number.
void add_units(json::Value value, std::vector<int>& out) {
  if (const auto number = value.integer(); number && *number > 0 && *number < 1'000'000) {
    out.push_back(static_cast<int>(*number));
  } else if (value.is_string()) {
    int number = 0;
    for (const char c : value.text())
      if (text::is_digit(c) && number < 100'000) number = number * 10 + (c - '0');
    if (number > 0) out.push_back(number);
  }
}

Result<ProposedPair> read_pair(json::Value value, bool wants_answers) {
  ProposedPair pair;
  pair.question = value.text_of("question");
  pair.kind = text::to_lower(value.text_of("kind"));
  pair.answer = value.text_of("answer");
  if (const auto units = value.find("units")) {
    if (units->is_array())
      for (std::size_t i = 0; i < units->size(); ++i) add_units(units->at(i), pair.units);
    else
      add_units(*units, pair.units);
  }
  if (pair.question.empty()) return fail(ErrorKind::kInvalidInput, "a pair has no `question`");
  if (pair.units.empty())
    return fail(ErrorKind::kInvalidInput,
                "a pair has no `units`: the numbers of the units that answer it");
  if (wants_answers && text::trim(pair.answer).empty())
    return fail(ErrorKind::kInvalidInput, "a pair has no `answer`");
  return pair;
}

}  // namespace

bool is_kind(std::string_view kind) {
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

Result<std::vector<ProposedPair>> read_pairs(std::string_view reply, bool wants_answers) {
  TRY(const prompt::Reply read, prompt::read_reply(reply));
  json::Value list = read.json.root();
  if (const auto pairs = list.find("pairs")) list = *pairs;
  std::vector<ProposedPair> out;
  std::optional<Error> first_error;
  const std::size_t count = list.is_array() ? list.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    auto pair = read_pair(list.is_array() ? list.at(i) : list, wants_answers);
    if (pair)
      out.push_back(std::move(*pair));
    else if (!first_error)
      first_error = pair.error();
  }
  if (out.empty() && first_error) return tl::unexpected(*first_error);
  return out;
}

}  // namespace generator::qa
