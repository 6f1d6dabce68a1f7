#include "preference/rivals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"

namespace generator::preference {
namespace {

// The judge's refusals whose reason lies in the answer. Another topic, or a place below the best
// share, says nothing against it but its total, which the margin weighs.
constexpr std::array kByJudge = {reasons::kBelowThreshold, reasons::kBelowTopShare,
                                 reasons::kUnsupported, reasons::kBelowReasoningThreshold};

std::string key_of(std::string_view question, std::string_view chunk) {
  std::string out(chunk);
  out += '\n';
  for (const char c : text::to_lower(question)) {
    if (text::is_word(c))
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  return std::string(text::trim_right(out));
}

std::optional<Rival> rival_of(const Example& row, std::string_view code, std::string_view detail) {
  Rival out;
  out.answer = last_answer(row);
  out.reasoning = last_turn(row).reasoning;
  out.rating = row.rating;
  out.why = detail.empty() ? std::string(code) : fmt::format("{}: {}", code, detail);
  if (std::ranges::find(kByJudge, code) != kByJudge.end()) {
    out.origin = Origin::kLowRated;
    return out.rating ? std::optional(std::move(out)) : std::nullopt;
  }
  // A duplicate, a surplus pair and the like are as good as any; a refused rewriting is not.
  static constexpr std::array kOfRewriting = {
      reasons::kFactAdded,         reasons::kFactLost,      reasons::kRestatesQuestion,
      reasons::kLowSupport,        reasons::kNotRewritten,  reasons::kDanglingReference,
      reasons::kAnswerTooLong,     reasons::kAnswerTooShort, reasons::kGivesAnswerAway};
  const bool is_of_rewriting = std::ranges::find(kOfRewriting, code) != kOfRewriting.end();
  if (row.answer_form != "rewritten" || !is_of_rewriting) return std::nullopt;
  out.origin = Origin::kRefusedRewrite;
  return out;
}

}  // namespace

Status Rivals::add(json::Value reject) {
  const std::string_view code = reject.text_of("code");
  const auto row = reject.find("row");
  if (code.empty() || !row)
    return fail(ErrorKind::kInvalidInput,
                "no `code` and `row`: it is no line of a .rejected.jsonl");
  if (!row->is_object()) return {};  // a chunk, a broken row
  const auto example = read_example(*row);
  if (!example) return {};
  auto rival = rival_of(*example, code, reject.text_of("detail"));
  if (!rival) return {};
  by_question_.emplace(key_of(said_before(*example), example->provenance.chunk_id),
                       rivals_.size());
  rivals_.push_back(std::move(*rival));
  return {};
}

std::vector<const Rival*> Rivals::of(const Example& chosen) const {
  std::vector<std::size_t> places;
  const std::string& chunk = chosen.provenance.chunk_id;
  const auto take = [&](std::string_view question) {
    const auto [begin, end] = by_question_.equal_range(key_of(question, chunk));
    for (auto one = begin; one != end; ++one) places.push_back(one->second);
  };
  take(said_before(chosen));
  // `enrich` refuses versions of a turn by itself.
  if (chosen.is_conversation()) take(last_turn(chosen).question);
  if (!chosen.original_question.empty() && !chosen.is_conversation()) take(chosen.original_question);
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  std::vector<const Rival*> out;
  for (const std::size_t place : places) out.push_back(&rivals_[place]);
  return out;
}

}  // namespace generator::preference
