#include "tool/told_names.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "tool/words.h"

namespace generator::tool {
namespace {

constexpr int kMostLevels = 64;
constexpr std::size_t kNear = 4;  // words before a name that say what it is for
constexpr std::string_view kMarks = ".,:;!?()[]'\"`*";
constexpr std::string_view kQuotes = "'\"`";

struct Told {
  std::string name;
  std::vector<std::string> before;  // the words before it, the nearest one first
};

void add_texts(json::Value value, std::vector<std::string>& out, int level = 0) {
  if (value.is_string()) out.emplace_back(value.text());
  for (std::size_t i = 0; level < kMostLevels && i < value.size(); ++i)
    add_texts(value.at(i), out, level + 1);
}

std::string_view without_marks(std::string_view word) {
  while (!word.empty() && kMarks.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  while (!word.empty() && kMarks.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  return word;
}

bool is_calling(std::string_view word) {
  return word == "called" || word == "named" || word == "titled";
}

/// A word that can only be a name, or that is said to be one.
bool is_name(std::string_view word, const std::vector<std::string>& before) {
  if (word.find_first_of("_@") != std::string_view::npos || word.starts_with('/')) return true;
  return !before.empty() && is_calling(before.front());
}

/// Names in an instruction. In quotes several words are one.
std::vector<Told> names_in(std::string_view instruction) {
  std::vector<Told> out;
  std::vector<std::string> before;
  const auto words = text::words(instruction);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string name(without_marks(words[i]));
    const char quote = words[i].empty() ? ' ' : words[i].front();
    const bool is_quoted = kQuotes.find(quote) != std::string_view::npos;
    if (is_quoted)
      while (words[i].substr(1).find(quote) == std::string_view::npos && i + 1 < words.size())
        name += " " + std::string(without_marks(words[++i]));
    if (!name.empty() && (is_quoted || is_name(name, before))) out.push_back({name, before});
    before.insert(before.begin(), text::to_lower(name));
    if (before.size() > kNear) before.pop_back();
  }
  return out;
}

/// "the repository /data/x", "a pipeline called x" of a parameter that names a repository, a
/// pipeline; not "based on the pipeline x".
bool is_told_for(const Told& told, const Parameter& parameter) {
  if (told.before.empty()) return false;
  const Words own = words_of(parameter.name);
  const std::string nearest = singular(told.before.front());
  if (!is_calling(nearest) && !has_noun(own, nearest) && !has_noun(parameter.entity.nouns, nearest))
    return false;
  if (is_calling(nearest) || nearest == "type") return true;
  for (std::size_t i = 1; i < told.before.size() && i < 3; ++i)
    for (const std::string_view other :
         {"on", "like", "from", "to", "than", "of", "in", "for", "into", "as", "under", "at"})
      if (told.before[i] == other) return false;
  return true;
}

/// `value` is the name, and a word more that nobody said.
bool has_more(std::string_view value, std::string_view name, const KnownValues& said) {
  const Words words = words_of(value), part = words_of(name);
  const auto found = std::ranges::search(words, part);
  if (part.empty() || found.empty()) return false;
  const auto is_unsaid = [&](const std::string& word) { return !said.has_text(word); };
  return std::any_of(words.begin(), found.begin(), is_unsaid) ||
         std::any_of(found.end(), words.end(), is_unsaid);
}

}  // namespace

ToldNames::ToldNames(const ToolUse& row) : row_(row) {
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls)
        if (const auto arguments = json::Document::parse(call.arguments))
          add_texts(arguments->root(), passed_);
}

bool ToldNames::is_taken(std::string_view name, std::string_view but) const {
  const Words words = words_of(name);
  return std::ranges::any_of(passed_, [&](const std::string& passed) {
    if (words_of(passed) == words) return true;
    const std::string_view last = std::string_view(passed).substr(passed.rfind('/') + 1);
    return words_of(last) == words || (passed != but && text::contains(passed, name));
  });
}

std::string ToldNames::contradicted(std::string_view value, const Parameter& parameter,
                                    std::size_t turn, const KnownValues& said) const {
  for (const Told& told : names_in(row_.turns[turn].instruction)) {
    if (!is_told_for(told, parameter) || is_taken(told.name, value)) continue;
    if (has_more(value, told.name, said) || said.share_of_words(value) == 0) return told.name;
  }
  return {};
}

}  // namespace generator::tool
