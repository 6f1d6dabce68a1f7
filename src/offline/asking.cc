// Which of the proposals to take: the worth of each, less a little for every time its template was
// taken already, so that a chunk is not asked "What is ...?" five times. Kinds of question that are
// wanted come before all others.
#include "offline/asking.h"

#include <algorithm>

#include "base/text.h"

namespace generator::offline {
namespace {

constexpr double kRepeatCost = 0.2;
constexpr double kWantedKind = 5;  // over the worth of anything

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

Candidates proposals(const Page& page, AnswerLength length) {
  Candidates all;
  if (page.chunk.kind == ChunkKind::kCode) {
    ask_source_code(page, length, all);
    return all;
  }
  for (const auto family :
       {ask_headings, ask_lists, ask_definitions, ask_how_to, ask_conditions, ask_reasons,
        ask_comparisons, ask_limits, ask_signatures, ask_roles, ask_tables})
    family(page, length, all);
  return all;
}

namespace {

// Takes one proposal after the other; what was asked before counts as taken first.
class Choice {
 public:
  Choice(Candidates all, const Wanted& wanted)
      : all_(std::move(all)), used_(all_.size(), false), missing_(wanted.kinds) {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (std::ranges::find(wanted.asked, all_[i].question) != wanted.asked.end()) take(i);
    before_ = taken_.size();
  }

  std::size_t taken() const { return taken_.size(); }
  /// False where nothing is left.
  bool take_next() {
    std::size_t best = all_.size();
    double best_worth = 0;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (used_[i]) continue;
      const double worth = worth_of(all_[i]);
      if (best == all_.size() || worth > best_worth) {
        best = i;
        best_worth = worth;
      }
    }
    if (best == all_.size()) return false;
    used_[best] = true;
    const bool repeats = std::any_of(taken_.begin(), taken_.end(), [&](const Candidate& other) {
      return ask_the_same(all_[best], other) || rest_on_the_same(all_[best], other);
    });
    if (!repeats) take(best);
    return true;
  }
  /// The new ones, in the order of the page.
  Candidates chosen() && {
    taken_.erase(taken_.begin(), taken_.begin() + static_cast<std::ptrdiff_t>(before_));
    std::stable_sort(taken_.begin(), taken_.end(), [](const Candidate& a, const Candidate& b) {
      return a.evidence.units.begin < b.evidence.units.begin;
    });
    return std::move(taken_);
  }

 private:
  void take(std::size_t i) {
    used_[i] = true;
    if (const auto met = std::ranges::find(missing_, all_[i].kind); met != missing_.end())
      missing_.erase(met);
    taken_.push_back(all_[i]);
  }

  double worth_of(const Candidate& candidate) const {
    double worth = candidate.worth;
    for (const Candidate& other : taken_)
      worth -= other.pattern == candidate.pattern ? kRepeatCost : 0;
    const bool is_wanted = std::ranges::find(missing_, candidate.kind) != missing_.end();
    return is_wanted ? worth + kWantedKind : worth;
  }

  Candidates all_;
  std::vector<bool> used_;
  std::vector<std::string_view> missing_;  // kinds that are wanted and not taken yet
  Candidates taken_;
  std::size_t before_ = 0;  // of taken_: asked before
};

}  // namespace

Candidates ask(const Page& page, AnswerLength length, const Wanted& wanted) {
  Choice choice(proposals(page, length), wanted);
  const std::size_t most = wanted.count + wanted.asked.size();
  while (choice.taken() < most && choice.take_next()) continue;
  return std::move(choice).chosen();
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
