#include "report/story.h"

#include <algorithm>

namespace generator::story {

Usd Step::cost() const {
  Usd sum;
  for (const Ask& ask : asks)
    if (ask.reply) sum += ask.reply->cost;
  return sum;
}

bool Step::is_priced() const {
  return std::ranges::all_of(asks,
                             [](const Ask& ask) { return !ask.reply || ask.reply->is_priced; });
}

bool Story::is_dropped() const {
  return std::ranges::any_of(left, [](const Left& each) { return each.dropped; });
}

std::string marked(std::string_view text, std::vector<Span> spans) {
  const auto size = static_cast<std::int64_t>(text.size());
  std::erase_if(spans, [&](Span s) { return s.begin < 0 || s.end > size || s.begin >= s.end; });
  std::ranges::sort(spans, {}, &Span::begin);
  std::string out;
  std::int64_t done = 0;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    Span span = spans[i];
    while (i + 1 < spans.size() && spans[i + 1].begin <= span.end)
      span.end = std::max(span.end, spans[++i].end);
    out.append(text.substr(static_cast<std::size_t>(done),
                           static_cast<std::size_t>(span.begin - done)));
    out.append("⟦").append(text.substr(static_cast<std::size_t>(span.begin),
                                       static_cast<std::size_t>(span.end - span.begin)));
    out.append("⟧");
    done = span.end;
  }
  return out.append(text.substr(static_cast<std::size_t>(done)));
}

}  // namespace generator::story
