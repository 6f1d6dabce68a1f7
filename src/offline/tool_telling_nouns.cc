#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_telling_objects.h"
#include "tool/words.h"

namespace generator::offline {

using tool::SketchCall;

std::string listed_nouns(const SketchCall& call) {
  const std::vector<std::string> words = deed_words(call);
  if (!is_one_of(words[0], {"list", "get", "show", "find", "search"})) return {};
  std::vector<std::string> out;
  for (std::size_t i = 1; i < words.size() && !is_joint(bare(words[i])); ++i)
    if (const std::string lower = bare(words[i]); !out.empty() || !is_vague(lower))
      out.push_back(words[i]);
  const bool is_good = !out.empty() && out.size() <= 3 && is_plural(bare(out.back()));
  const tool::Words& own = call.deed.nouns;  // "similar datasets": the name says more
  const bool has_more = is_good && own.size() > out.size() && own.back() == singular(bare(out.back()));
  return is_good && !has_more ? text::join(out, " ") : std::string();
}

std::string nouns_of(const SketchCall& call) {
  const std::string verb = verb_of(call);
  if (verb == "suggest" || verb == "recommend") return "suggestions";
  if (const std::string told = listed_nouns(call); !told.empty()) return told;
  tool::Words words = call.deed.nouns;
  std::erase_if(words, [](const std::string& word) { return word.size() < 3; });
  const bool is_no_thing = words.empty() || (words.size() == 1 && !imperative(words[0]).empty() &&
                                             (look_up(words[0]).classes & kNounToo) == 0);
  if (is_no_thing) return is_one_of(verb, {"find", "search", "query"}) ? "results" : "entries";
  for (std::string& word : words) word = spelt_out(word);
  words.back() = plural(words.back());
  return text::join(words, " ");
}

std::string_view intro_of(const SketchCall& call) {
  const std::string verb = verb_of(call);
  if (is_one_of(verb, {"find", "search", "identify", "detect", "scan"})) return "I found";
  if (verb == "suggest" || verb == "recommend") return "I have";
  return verb == "list" ? "There are" : "Here are the";
}

}  // namespace generator::offline
