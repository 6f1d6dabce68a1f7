#include "tool/vocabulary.h"

#include <algorithm>

#include "base/text.h"
#include "tool/entity_words.h"

namespace generator::tool {

Vocabulary::Vocabulary(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings) {
  const auto add_named = [&](std::string_view name) {
    const Words words = words_of(name);
    if (words.size() > 1 && handle_of(singular(words.back())) != kNoHandle)
      add(singular(words[words.size() - 2]));
  };
  for (const Meaning& meaning : meanings) {
    const DeedKind kind = meaning.deed.kind;
    if (kind == DeedKind::kCreate || kind == DeedKind::kOpen || kind == DeedKind::kDestroy ||
        (kind == DeedKind::kList && meaning.deed.is_of_many))
      add(meaning.deed.noun());
    for (const Parameter& parameter : meaning.parameters) add_named(parameter.name);
    for (const ResultField& field : meaning.fields) {
      if (field.is_prose) continue;
      add_named(field.name);
      const Words words = words_of(field.name);
      if (field.is_list && !words.empty() && is_plural(words.back())) add(singular(words.back()));
    }
  }
  for (const Tool& tool : tools)
    for (const std::string_view segment : text::split(tool.source.path, '/'))
      if (const Words words = words_of(segment); !words.empty() && segment.front() != '{')
        if (is_plural(words.back())) add(singular(words.back()));
  std::ranges::sort(nouns_);
  const auto rest = std::ranges::unique(nouns_);
  nouns_.erase(rest.begin(), rest.end());
}

void Vocabulary::add(std::string_view word) {
  if (word.size() < 2 || handle_of(word) != kNoHandle || is_qualifier(word) || is_measure(word))
    return;
  nouns_.emplace_back(word);
}

bool Vocabulary::knows(std::string_view word) const {
  if (is_generic(word) || is_path_like(word)) return true;
  const auto [known, is_new] = known_.try_emplace(std::string(word));
  if (is_new) known->second = has_noun(nouns_, word);
  return known->second;
}

}  // namespace generator::tool
