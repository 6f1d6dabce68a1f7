#include "qa/pair_reply.h"

#include <algorithm>

#include "base/text.h"
#include "data/question_kind.h"
#include "prompt/reply.h"
#include "qa/phrase.h"

namespace generator::qa {
namespace {

constexpr int kMostUnits = 100'000;

// Every number of "3", "[3]", "3, 5" and, with all between, of "3-5".
void add_units_of(std::string_view text, std::vector<int>& out) {
  int before = 0;
  bool is_range = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!text::is_digit(text[at])) {
      is_range = before > 0 && (is_range || text[at] == '-' || text.substr(at).starts_with("–")) &&
                 text[at] != ',';
      ++at;
      continue;
    }
    int unit = 0;
    for (; at < text.size() && text::is_digit(text[at]); ++at)
      if (unit < kMostUnits) unit = unit * 10 + (text[at] - '0');
    if (is_range && unit > before && unit - before < 100)
      for (int between = before + 1; between < unit; ++between) out.push_back(between);
    out.push_back(unit);
    before = unit;
    is_range = false;
  }
}

void add_units(json::Value value, std::vector<int>& out) {
  if (const auto whole = value.integer())
    out.push_back(static_cast<int>(std::clamp<std::int64_t>(*whole, 0, kMostUnits)));
  else if (value.is_string())
    add_units_of(value.text(), out);
}

}  // namespace

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

void write_pair(json::Writer& out, const ProposedPair& pair) {
  out.begin_object()
      .field("question", pair.question)
      .field("kind", kind_of(pair.question, pair.kind))
      .key("units")
      .begin_array();
  for (const int unit : pair.units) out.integer(unit);
  out.end_array();
  if (!pair.answer.empty()) out.field("answer", pair.answer);
  out.end_object();
}

namespace {

// A model that writes "Why ...?" and calls it a concept is not to be believed.
std::string_view kind_beyond_doubt(const std::vector<Word>& words) {
  static const Phrase why("why"), how("how do|can|should|could i|you|we|one");
  static const std::vector<Phrase> difference =
      phrases({"the? difference|differences between", "differ from", "versus|vs"});
  for (std::size_t i = 0; i < words.size(); ++i)
    if (longest_match(difference, words, i) > 0) return "comparison";
  if (why.match(words, 0) > 0) return "reason";
  return how.match(words, 0) > 0 ? "how-to" : "";
}

std::string_view likely_kind(std::string_view question, const std::vector<Word>& words) {
  static const Phrase how("how do|can|should|would|could|to|does");
  static const std::vector<Phrase> difference =
      phrases({"difference|differences|differ|differs|compare|compared|versus|vs|rather "
               "than|better|instead"});
  static const std::vector<Phrase> trouble =
      phrases({"error|errors|fail|fails|failed|failure|wrong|cannot|crash|crashes|warning|problem|"
               "missing|corrupt|corrupted"});
  static const Phrase why("why");
  const auto has = [&](const std::vector<Phrase>& list) {
    for (std::size_t i = 0; i < words.size(); ++i)
      if (longest_match(list, words, i) > 0) return true;
    return false;
  };
  if (has(difference)) return "comparison";
  if (has(trouble)) return "troubleshooting";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (why.match(words, i) > 0) return "reason";
    if (how.match(words, i) > 0 && words[i + 1].lower != "does") return "how-to";
  }
  const bool has_call = text::contains(question, "()") || text::contains(question, "`");
  return has_call ? "api" : "concept";
}

}  // namespace

std::string_view kind_of(std::string_view question, std::string_view said) {
  const auto words = words_of(question);
  const std::string_view sure = kind_beyond_doubt(words);
  if (said == "troubleshooting" && sure != "comparison") return "troubleshooting";
  if (!sure.empty()) return sure;
  const auto known = std::find(kQuestionKinds.begin(), kQuestionKinds.end(), said);
  return known != kQuestionKinds.end() ? *known : likely_kind(question, words);
}

Result<ProposedPairs> read_pairs(std::string_view reply, bool wants_answers) {
  TRY(const prompt::Reply read, prompt::read_reply(reply));
  json::Value list = read.json.root();
  if (const auto pairs = list.find("pairs")) list = *pairs;
  ProposedPairs out;
  const std::size_t count = list.is_array() ? list.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const json::Value value = list.is_array() ? list.at(i) : list;
    auto pair = read_pair(value, wants_answers);
    if (pair)
      out.pairs.push_back(std::move(*pair));
    else
      out.unreadable.emplace_back(value.raw(), pair.error().message);
  }
  if (out.pairs.empty() && !out.unreadable.empty())
    return fail(ErrorKind::kInvalidInput, out.unreadable[0].second);
  if (out.pairs.empty() && read.cut)
    return fail(ErrorKind::kInvalidInput, "the reply ends before its first pair is complete");
  return out;
}

}  // namespace generator::qa
