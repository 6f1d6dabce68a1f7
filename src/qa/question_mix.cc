#include "qa/question_mix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "base/random.h"
#include "base/text.h"
#include "data/question_kind.h"

namespace generator::qa {
namespace {

constexpr std::size_t kCycle = 120;

Error wrong(std::string_view what) {
  return Error{ErrorKind::kWrongUse,
               fmt::format("--question-mix: {}; it is written how-to=3,concept=2,reason=1 (kinds: "
                           "{})",
                           what, text::join({kQuestionKinds.begin(), kQuestionKinds.end()}, ", "))};
}

}  // namespace

Result<QuestionMix> QuestionMix::read(std::string_view text) {
  std::vector<double> weights(kQuestionKinds.size(), 0);
  for (const std::string_view part : text::split(text, ',')) {
    const std::size_t sign = part.find('=');
    const std::string_view kind = text::trim(part.substr(0, sign));
    const auto known = std::find(kQuestionKinds.begin(), kQuestionKinds.end(), kind);
    if (known == kQuestionKinds.end())
      return tl::unexpected(wrong(fmt::format("`{}` is no kind of question", kind)));
    const std::string number(
        sign == std::string_view::npos ? "" : text::trim(part.substr(sign + 1)));
    char* end = nullptr;
    const double weight = std::strtod(number.c_str(), &end);
    if (number.empty() || *end != '\0' || !std::isfinite(weight) || weight <= 0 || weight > 1e6)
      return tl::unexpected(wrong(fmt::format("`{}` needs a number over 0", kind)));
    double& place = weights[static_cast<std::size_t>(known - kQuestionKinds.begin())];
    if (place > 0) return tl::unexpected(wrong(fmt::format("`{}` stands twice", kind)));
    place = weight;
  }
  return of(weights);
}

// The cycle is made as elections share out seats: each place goes to the kind that is furthest
// behind its share.
QuestionMix QuestionMix::of(const std::vector<double>& weights) {
  QuestionMix out;
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0) out.shares_.push_back({kQuestionKinds[i], weights[i] / sum});
  std::vector<double> given(out.shares_.size(), 0);
  for (std::size_t place = 0; place < kCycle; ++place) {
    const auto behind = [&](std::size_t i) {
      return out.shares_[i].share * static_cast<double>(place + 1) - given[i];
    };
    std::size_t next = 0;
    for (std::size_t i = 1; i < given.size(); ++i)
      if (behind(i) > behind(next)) next = i;
    ++given[next];
    out.cycle_.push_back(out.shares_[next].kind);
  }
  return out;
}

std::vector<std::string_view> QuestionMix::kinds(std::uint64_t seed, std::int64_t first,
                                                 std::int64_t count) const {
  std::vector<std::string_view> out;
  if (empty()) return out;
  const std::uint64_t start = Random(seed, "question mix").below(kCycle);
  for (std::int64_t i = first; i < first + count; ++i)
    out.push_back(cycle_[(start + static_cast<std::uint64_t>(i)) % kCycle]);
  return out;
}

std::string in_words(const std::vector<std::string_view>& kinds) {
  std::vector<std::string> parts;
  for (const std::string_view kind : kQuestionKinds)
    if (const auto count = std::count(kinds.begin(), kinds.end(), kind); count > 0)
      parts.push_back(fmt::format("{} {}", count, kind));
  return text::join(parts, ", ");
}

}  // namespace generator::qa
