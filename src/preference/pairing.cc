// What separates the two answers is to be what is said, not how long it is: length is the first
// thing that a model learns from preferences (Singhal et al., arXiv 2310.03716), so pairs that
// differ in it are left out, and what is left is measured.
#include "preference/pairing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/rewrite_check.h"

namespace generator::preference {
namespace {

Preference pair_with(const Example& chosen, const Rival& rival) {
  Preference out;
  out.chosen = chosen;
  out.rejected = chosen;
  last_answer(out.rejected) = rival.answer;
  if (!last_turn(chosen).reasoning.empty() && !rival.reasoning.empty())
    last_turn(out.rejected).reasoning = rival.reasoning;
  out.rejected.rating = rival.rating;
  out.origin = rival.origin;
  out.difference = rival.why;
  return out;
}

std::optional<Drop> too_near(const Example& chosen, const Rival& rival, double margin) {
  if (rival.origin != Origin::kLowRated) return std::nullopt;
  if (!chosen.rating)
    return Drop{reasons::kSmallMargin, "the kept answer has no rating to set beside it", {}};
  const double distance = chosen.rating->total - rival.rating->total;
  if (distance >= margin) return std::nullopt;
  return Drop{reasons::kSmallMargin,
              fmt::format("rated {:g}, the kept answer {:g}; {:g} apart are wanted",
                          rival.rating->total, chosen.rating->total, margin),
              {}};
}

// Why the pair may not be, of all pairs of the row that stand before it.
std::optional<Drop> fault_of(const Preference& pair, const std::vector<Preference>& before,
                             const PairingOptions& options) {
  const std::string& worse = last_answer(pair.rejected);
  if (text::trim(worse).empty() || qa::says_the_same_words(worse, last_answer(pair.chosen)))
    return Drop{reasons::kSameAnswer, "both answers are the same words", {}};
  for (const Preference& other : before)
    if (qa::says_the_same_words(worse, last_answer(other.rejected)))
      return Drop{reasons::kSameAnswer, "the same answer is rejected already", {}};
  const double ratio = length_ratio(pair);
  if (ratio < options.shortest || ratio > options.longest)
    return Drop{reasons::kLengthRatio,
                fmt::format("the rejected answer ({}) has {:.2f} times the characters of the "
                            "chosen one; {:g} to {:g} are allowed",
                            to_text(pair.origin), ratio, options.shortest, options.longest),
                {}};
  return std::nullopt;
}

// "" where the chosen answer may stand.
std::string unsupported(const SourcedExample& row, const qa::Style& style) {
  if (row.chunk) return fault_by_source(row, last_answer(row.example), style).value_or("");
  const auto& support = row.example.support;
  if (!support || *support >= style.min_support) return "";
  return fmt::format("{:.2f} of it is supported, {:.2f} is wanted", *support, style.min_support);
}

void take(Preference pair, const PairingOptions& options, Paired& out) {
  if (auto fault = fault_of(pair, out.pairs, options)) {
    fault->row = std::move(pair.rejected);
    out.drops.push_back(std::move(*fault));
    return;
  }
  out.pairs.push_back(std::move(pair));
}

}  // namespace

Result<std::set<Origin>> origins(const std::vector<std::string>& names) {
  std::set<Origin> out;
  std::vector<std::string> all;
  for (const std::string_view name : kOriginNames) all.emplace_back(name);
  for (const std::string& name : names) {
    const auto known = std::ranges::find(all, name);
    if (known == all.end()) {
      const std::string near = text::nearest(name, all);
      return fail(ErrorKind::kWrongUse,
                  fmt::format("no origin `{}`{} (there are: {})", name,
                              near.empty() ? "" : fmt::format("; did you mean `{}`?", near),
                              text::join(all, ", ")));
    }
    out.insert(static_cast<Origin>(known - all.begin()));
  }
  return out;
}

double length_ratio(const Preference& pair) {
  const auto length = [](const std::string& answer) {
    return static_cast<double>(text::length(text::repair_utf8(answer)));
  };
  const double chosen = length(last_answer(pair.chosen));
  return chosen > 0 ? length(last_answer(pair.rejected)) / chosen : 0;
}

Paired pairs_of(const SourcedExample& row, const std::vector<const Rival*>& rivals,
                const PairingOptions& options) {
  Paired out;
  if (const std::string why = unsupported(row, options.twins.style); !why.empty()) {
    out.drops.push_back({reasons::kLowSupport, why, row.example, true});
    return out;
  }
  for (const Rival* rival : rivals) {
    if (!options.origins.contains(rival->origin)) continue;
    if (auto near = too_near(row.example, *rival, options.margin)) {
      near->row = pair_with(row.example, *rival).rejected;
      out.drops.push_back(std::move(*near));
      continue;
    }
    take(pair_with(row.example, *rival), options, out);
  }
  if (options.origins.contains(Origin::kPlantedFault))
    for (Preference& twin : twins(row, options.twins)) take(std::move(twin), options, out);
  if (out.pairs.empty())
    out.drops.push_back({reasons::kNoWorseAnswer,
                         row.chunk ? "no refused or low-rated answer to its question, and no fault "
                                     "that its passage proves"
                                   : "no refused or low-rated answer to its question; its passage "
                                     "was not found, so no fault can be proved",
                         row.example, true});
  return out;
}

}  // namespace generator::preference
