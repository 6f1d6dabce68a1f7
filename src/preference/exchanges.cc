// Two things of a list with each other's descriptions: "- `a`: does x", "- `b`: does y". Every word
// stands in the passage, and it reads as well as before.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "preference/ground.h"

namespace generator::preference {
namespace {

constexpr std::size_t kMostNameWords = 6;
constexpr std::size_t kFewestWords = 4;  // of a description
constexpr double kNearestLength = 0.5;   // the shorter description, of the longer

struct Entry {
  std::string_view name;
  std::size_t begin = 0, end = 0;  // of the description, in the answer
  bool is_row = false;
};

std::size_t count_words(std::string_view text) { return text::words(text).size(); }

// "- `name`: description" or "| name | description |", of two columns.
std::optional<Entry> entry_of(std::string_view answer, Span statement) {
  const auto at = static_cast<std::size_t>(statement.begin);
  const std::string_view text =
      text::trim_right(answer.substr(at, static_cast<std::size_t>(statement.end) - at));
  if (text::contains(text, "\n")) return std::nullopt;
  Entry out;
  std::size_t begin = 0;
  if (text.starts_with("| ") && text.ends_with(" |")) {
    const std::size_t bar = text.find(" | ");
    if (bar == std::string_view::npos || text.find(" | ", bar + 3) != std::string_view::npos)
      return std::nullopt;
    out = {text::trim(text.substr(2, bar - 2)), at + bar + 3, at + text.size() - 2, true};
  } else {
    for (const std::string_view marker : {"- ", "* "})
      if (text.starts_with(marker)) begin = marker.size();
    const std::size_t colon = text.find(": ");
    if (begin == 0 || colon == std::string_view::npos) return std::nullopt;
    out = {text::trim(text.substr(begin, colon - begin)), at + colon + 2, at + text.size(), false};
  }
  if (out.begin >= out.end || count_words(out.name) > kMostNameWords) return std::nullopt;
  return out;
}

std::string_view description(std::string_view answer, const Entry& entry) {
  return answer.substr(entry.begin, entry.end - entry.begin);
}

// Alike in length, without the other's name or one's own, which would tell.
bool can_change_places(std::string_view answer, const Entry& a, const Entry& b) {
  const std::string_view one = description(answer, a), two = description(answer, b);
  const auto shorter = static_cast<double>(std::min(one.size(), two.size()));
  const auto longer = static_cast<double>(std::max(one.size(), two.size()));
  if (a.is_row != b.is_row || shorter < kNearestLength * longer) return false;
  if (std::min(count_words(one), count_words(two)) < kFewestWords) return false;
  for (const std::string_view name : {a.name, b.name}) {
    std::string bare = text::replace_all(name, "`", "");
    bare = text::replace_all(bare, "*", "");
    const std::string first = text::to_lower(text::words(bare).empty() ? "" : text::words(bare)[0]);
    for (const std::string_view said : {one, two})
      if (text::contains(text::to_lower(said), first)) return false;
  }
  return true;
}

}  // namespace

void plant_exchanges(const Ground& ground, std::vector<Fault>& out) {
  if (!ground.reasoning().empty()) return;  // as with opposites
  const std::string_view answer = ground.answer();
  std::vector<Entry> entries;
  for (const Span& statement : ground.statements())
    if (const auto entry = entry_of(answer, statement)) entries.push_back(*entry);
  for (std::size_t i = 0; i + 1 < entries.size(); ++i) {
    const Entry &a = entries[i], &b = entries[i + 1];
    if (!can_change_places(answer, a, b)) continue;
    std::string text(answer.substr(0, a.begin));
    text.append(description(answer, b)).append(answer.substr(a.end, b.begin - a.end));
    text.append(description(answer, a)).append(answer.substr(b.end));
    out.push_back({FaultKind::kExchange,
                   fmt::format("exchange: {} and {} have each other's descriptions", a.name,
                               b.name),
                   std::move(text), {}});
  }
}

}  // namespace generator::preference
