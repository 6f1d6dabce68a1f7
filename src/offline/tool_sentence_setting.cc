#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "offline/tool_nouns.h"
#include "offline/tool_sentence.h"
#include "offline/tool_settings.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::SketchArgument;

bool is_changing(std::string_view verb) {
  return is_one_of(verb, {"set", "switch", "change", "update", "put", "modify"});
}

/// What a request's body is called that is no object.
bool is_body(std::string_view name) {
  return is_one_of(name, {"body", "value", "content", "new_value", "newValue"});
}

}  // namespace

bool ToolSentence::is_thing() const {
  return words_.size() > 1 && std::all_of(done_.begin() + 1, done_.end(), [](bool is) { return is; });
}

bool ToolSentence::put_target(const SketchArgument& argument, const std::optional<Span>& span) {
  if (!target_.empty() || !is_changing(words_[0]) || argument.value.find_first_of("[{") == 0)
    return false;
  if (!span) {
    if (!is_body(argument.name) || words_[0] == "update" || words_[0] == "modify") return false;
    target_ = quoted(argument.value);
    return true;
  }
  // "set the path to the hostfile" → "set the hostfile"
  const bool is_path = span->begin > 3 && bare(words_[span->begin - 2]) == "path" &&
                       span->end == words_.size();
  if (is_path) erase(1, span->begin);
  const bool is_its = span->begin == 2 && is_one_of(words_[1], {"its", "their"});
  if (!is_path && span->begin != 1 && !is_its) return false;
  target_ = quoted(argument.value);
  return true;
}

bool ToolSentence::put_setting(const SketchArgument& argument) {
  auto span = place_of(argument);
  // "get a dataset or group", with a path to an object: it may be either
  const bool is_any = !span && argument.value.starts_with("\"/") && words_.size() > 2 &&
                      tool::is_generic(noun_of(argument)) &&
                      is_one_of(bare(words_[1]), {"a", "an"});
  if (is_any) {
    span = around(2);
    if (span->end + 1 < words_.size() && bare(words_[span->end]) == "or") span->end += 2;
    replace(*span, fmt::format("the {} {}", noun_of(argument), quoted(argument.value)));
    return true;
  }
  if (put_target(argument, span)) return true;
  if (!span) return false;
  const std::string before = bare(words_[span->begin - 1]);
  const bool is_text = argument.value.starts_with('"') || argument.value.starts_with("[\"");
  if (is_text) {
    if (std::string query = of_query(argument); !query.empty() && before == "with") {
      --span->begin;  // "with the given search criteria"
      replace(*span, std::move(query));
      return true;
    }
    if (before == "by" && is_one_of(bare(words_[span->at]), {"type", "kind"}))
      words_[span->begin - 1] = "of";  // "generate a skeleton by type"
    const std::string own = tool::words_of(argument.name).back();
    const bool is_of_type = is_one_of(own, {"type", "kind"}) && before != "by" &&
                            is_one_of(words_[0], {"get", "list", "show", "find", "read"});
    if (is_of_type) {  // "get a message", with a message_type
      words_[span->end - 1] += fmt::format(" of the {} {}", own, quoted(argument.value));
      return true;
    }
    replace(*span, named(argument, spoken_, head_of(*span, argument)));
    return true;
  }
  // "with a given delay"
  const bool is_number = argument.value.find_first_of("-0123456789") == 0;
  if (!is_number || before != "with") return false;
  replace(*span, fmt::format("a {} of {}", noun_of(argument), argument.value));
  return true;
}

}  // namespace generator::offline
