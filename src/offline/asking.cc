// Which of the proposals to take: the worth of each, less a little for every time its template was
// taken already, so that a chunk is not asked "What is ...?" five times.
#include "offline/asking.h"

#include <algorithm>

#include "base/text.h"

namespace generator::offline {
namespace {

constexpr double kRepeatCost = 0.2;

std::vector<std::string> content_words(std::string_view question) {
  std::vector<std::string> out;
  for (const auto token : text::words(question)) {
    std::string lower = text::to_lower(token);
    while (!lower.empty() && !text::is_word(lower.back())) lower.pop_back();
    while (!lower.empty() && !text::is_word(lower.front())) lower.erase(0, 1);
    constexpr std::uint32_t kFunctionWords =
        kDeterminer | kPreposition | kSubordinator | kConjunction | kBe | kModal | kDo | kHave;
    if (!lower.empty() && !(look_up(lower).classes & kFunctionWords) && lower != "you")
      out.push_back(singular(lower));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string_view code_span(std::string_view question) {
  const std::size_t open = question.find('`');
  const std::size_t close = open == std::string_view::npos ? open : question.find('`', open + 1);
  return close == std::string_view::npos ? std::string_view() : question.substr(open, close - open);
}

bool ask_the_same(const Candidate& a, const Candidate& b) {
  if (a.question == b.question) return true;
  // "What does `f` do?" and "What is `f` used for?"
  if (a.kind == "api" && b.kind == "api" && !code_span(a.question).empty() &&
      code_span(a.question) == code_span(b.question) && a.pattern != "what-does-return" &&
      b.pattern != "what-does-return")
    return true;
  const auto one = content_words(a.question);
  const auto other = content_words(b.question);
  std::vector<std::string> both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(),
                        std::back_inserter(both));
  const std::size_t all = one.size() + other.size() - both.size();
  return all > 0 && both.size() * 10 >= all * 7;
}

bool rest_on_the_same(const Candidate& a, const Candidate& b) {
  const std::size_t begin = std::max(a.evidence.units.begin, b.evidence.units.begin);
  const std::size_t end = std::min(a.evidence.units.end, b.evidence.units.end);
  if (begin >= end) return false;
  return a.core == b.core ||
         2 * (end - begin) > std::min(a.evidence.units.size(), b.evidence.units.size());
}

}  // namespace

Candidates ask(const Page& page, AnswerLength length, std::size_t count) {
  Candidates all;
  if (page.chunk.kind == ChunkKind::kCode) {
    ask_source_code(page, length, all);
  } else {
    for (const auto family :
         {ask_headings, ask_lists, ask_definitions, ask_how_to, ask_conditions, ask_reasons,
          ask_comparisons, ask_limits, ask_signatures, ask_roles, ask_tables})
      family(page, length, all);
  }
  Candidates taken;
  std::vector<bool> used(all.size(), false);
  while (taken.size() < count) {
    std::size_t best = all.size();
    double best_worth = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (used[i]) continue;
      double worth = all[i].worth;
      for (const Candidate& other : taken)
        worth -= other.pattern == all[i].pattern ? kRepeatCost : 0;
      if (best == all.size() || worth > best_worth) {
        best = i;
        best_worth = worth;
      }
    }
    if (best == all.size()) break;
    used[best] = true;
    const bool repeats = std::any_of(taken.begin(), taken.end(), [&](const Candidate& other) {
      return ask_the_same(all[best], other) || rest_on_the_same(all[best], other);
    });
    if (!repeats) taken.push_back(all[best]);
  }
  std::stable_sort(taken.begin(), taken.end(), [](const Candidate& a, const Candidate& b) {
    return a.evidence.units.begin < b.evidence.units.begin;
  });
  return taken;
}

std::string answer_text(const Page& page, Range units) {
  std::string out;
  const auto& first = page.unit(units.begin);
  const auto& header = page.passage.blocks[static_cast<std::size_t>(first.block)].header;
  if (first.kind == measure::UnitKind::kTableRow && header.end > header.begin)
    out += std::string(text::trim(page.passage.text_of(header))) + "\n";
  return out + std::string(text::trim(page.passage.text_of(
                   Span{first.bytes.begin, page.unit(units.end - 1).bytes.end})));
}

}  // namespace generator::offline
