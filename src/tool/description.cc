#include "tool/description.h"

#include <algorithm>

#include "base/text.h"
#include "tool/entity_words.h"

namespace generator::tool {
namespace {

// The first clause: "Path to object within the file" of "… (e.g., '/results')".
Words first_clause(std::string_view description) {
  std::size_t end = description.find_first_of("(:;\n");
  end = std::min(end, description.find(". "));
  end = std::min(end, description.find(", "));
  Words out = words_of(description.substr(0, end));
  for (std::string& word : out) word = singular(word);
  return out;
}

bool is_link(std::string_view word) { return word == "to" || word == "of" || word == "for"; }

// The phrase after "to", "of", "for": its last known noun, or, where it has none, its last word if
// that is no verb: "Path to hostfile" is of something that we do not know.
void read_owner(Entity& out, Words::const_iterator from, Words::const_iterator to,
                const Vocabulary& vocabulary) {
  std::string known, last;
  for (; from != to && !ends_head(*from); ++from) {
    if (*from == "new" || *from == "create") out.is_new = true;
    if (is_link(*from) && !known.empty()) break;
    if (is_verb(*from) && !vocabulary.knows(*from)) break;
    if (vocabulary.knows(*from)) known = *from;
    if (handle_of(*from) == kNoHandle && *from != "the" && *from != "a" && *from != "an" &&
        *from != "new" && !is_link(*from))
      last = *from;
  }
  if (!known.empty())
    out.nouns = {known};
  else if (!last.empty())
    out.nouns = {last};
}

void read_containers(Entity& out, Words::const_iterator from, Words::const_iterator to,
                     const Vocabulary& vocabulary) {
  for (; from != to; ++from) {
    if (!is_inside(*from)) continue;
    for (auto word = from + 1; word != to && word - from <= 4; ++word)
      if (vocabulary.knows(*word)) out.containers.push_back(*word);
  }
}

// "function" in "callback function name"; not "all" in "all paths".
bool names_a_thing(const std::string& word, const Vocabulary& vocabulary) {
  return vocabulary.knows(word) || !(is_qualifier(word) || is_link(word) || is_verb(word));
}

Words::const_iterator head_end(const Words& words) {
  return std::ranges::find_if(words, [](const std::string& word) { return ends_head(word); });
}

}  // namespace

Entity entity_of_phrase(std::string_view description, const Vocabulary& vocabulary) {
  Entity out;
  const Words words = first_clause(description);
  const auto end = head_end(words);
  const auto handle = std::find_if(
      words.begin(), end, [](const std::string& word) { return handle_of(word) != kNoHandle; });
  read_containers(out, words.begin(), words.end(), vocabulary);
  for (auto word = words.begin(); word != end; ++word)
    out.is_new = out.is_new || *word == "new" || *word == "create";
  if (handle == end) return out;
  auto rest = handle;
  for (; rest != end && handle_of(*rest) != kNoHandle; ++rest) out.handle |= handle_of(*rest);
  if (*handle == "number" && rest != end && *rest == "of") {  // it counts
    out.handle = kNoHandle;
    return out;
  }
  if (handle != words.begin() && names_a_thing(*(handle - 1), vocabulary))
    out.nouns = {*(handle - 1)};
  else
    read_owner(out, rest, end, vocabulary);
  return out;
}

Entity entity_of_list(std::string_view description, const Vocabulary& vocabulary) {
  Entity out = entity_of_phrase(description, vocabulary);
  if (out.handle != kNoHandle) return out;
  const Words words = first_clause(description);
  const auto end = head_end(words);
  if (end == words.begin()) return out;
  for (auto word = words.begin(); word != end; ++word)
    if (vocabulary.knows(*word)) {
      out.nouns = {*word};
      out.handle = kByAny;
    }
  return out;
}

}  // namespace generator::tool
