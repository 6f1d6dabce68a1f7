#include "offline/tool_choice.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "offline/tool_nouns.h"
#include "tool/deed.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using Words = std::set<std::string>;

Words words_in(std::string_view text) {
  Words out;
  for (const std::string& word : tool::words_of(text)) {
    out.insert(tool::singular(word));
    for (const std::string& part : tool::words_of(spelt_out(word))) out.insert(tool::singular(part));
  }
  return out;
}

bool has(const Words& words, const std::string& word) { return words.contains(word); }

/// What a name speaks of. That something is read or listed is said in many ways, and left away.
Words things_of(const std::string& name) {
  Words out = words_in(spelt_name(name));
  std::erase_if(out, [](const std::string& word) {
    const tool::DeedKind kind = tool::deed_kind(word);
    return word.size() < 3 || kind == tool::DeedKind::kRead || kind == tool::DeedKind::kList;
  });
  return out;
}

/// Every word stands there that `own` has and `other` has not, and there is one.
bool has_all(const Words& own, const Words& other, const Words& said) {
  bool any = false;
  for (const std::string& word : own) {
    if (has(other, word)) continue;
    if (!has(said, word)) return false;
    any = true;
  }
  return any;
}

bool has_any(const Words& own, const Words& other, const Words& said) {
  return std::ranges::any_of(own, [&](const std::string& word) {
    return word.size() > 2 && !has(other, word) && has(said, word);
  });
}

Words all_words(const Tool& tool) { return words_in(spelt_name(tool.name) + " " + tool.description); }

bool is_called(const ToolUse& row, const std::string& name) {
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls)
        if (call.name == name) return true;
  return false;
}

/// "get rid of it", "take it out", "scrap the whole thing", "lösche", "borra".
bool ends_in_other_words(std::string_view word) {
  return is_one_of(word, {"rid", "scrap", "drop", "wipe", "trash", "discard", "purge", "erase", "gone",
                          "kill", "undo", "detach", "disconnect", "lösche", "löschen", "entferne", "entfernen", "borra",
                          "borrar", "elimina", "eliminar", "quita", "supprime", "supprimer"});
}

/// Words of what is switched on in a call: "do_configure": true.
Words switched_on(const ToolUse& row) {
  Words out;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls) {
        const auto arguments = json::Document::parse(call.arguments);
        for (std::size_t i = 0; arguments && i < arguments->root().size(); ++i)
          if (arguments->root().at(i).boolean() == true)
            out.merge(words_in(spelt_name(arguments->root().key(i))));
      }
  return out;
}

}  // namespace

const Tool* left_undone(const ToolUse& row) {
  Words said, of_all = switched_on(row);
  for (const ToolTurn& turn : row.turns) said.merge(words_in(turn.instruction));
  bool calls = false;
  for (const Tool& tool : row.tools)
    if (is_called(row, tool.name)) {
      of_all.merge(all_words(tool));
      calls = true;
    }
  for (const Tool& tool : row.tools) {
    if (!calls || is_called(row, tool.name)) continue;
    const Words own = things_of(tool.name);
    const bool is_deed = std::ranges::any_of(own, [&](const std::string& word) {
      using enum tool::DeedKind;
      const tool::DeedKind kind = tool::deed_kind(word);
      return (kind == kCreate || kind == kDestroy || kind == kChange || kind == kClose) &&
             !has(of_all, word) && has(said, word);
    });
    if (is_deed && has_all(own, of_all, said)) return &tool;
  }
  return nullptr;
}

std::string unasked_end(const ToolUse& row) {
  const auto ends = [](const Words& words) {
    return std::ranges::any_of(words, [](const std::string& word) {
      return tool::deed_kind(word) == tool::DeedKind::kDestroy || ends_in_other_words(word);
    });
  };
  Words said;
  const auto takes_out = [&said] {
    return (has(said, "out") || has(said, "away") || has(said, "off")) &&
           (has(said, "take") || has(said, "throw") || has(said, "kick") || has(said, "pull"));
  };
  for (const ToolTurn& turn : row.turns) {
    said.merge(words_in(turn.instruction));
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls)
        if (ends(words_in(call.name)) && !ends(said) && !takes_out()) return call.name;
  }
  return {};
}

const Tool* meant_instead(const ToolUse& row, const std::string& called, std::string_view said) {
  const auto own = std::ranges::find(row.tools, called, &Tool::name);
  if (own == row.tools.end()) return nullptr;
  const Words words = words_in(said), of_called = all_words(*own);
  Words of_all;  // what is said of another call is not said of this one
  for (const Tool& tool : row.tools)
    if (is_called(row, tool.name)) of_all.merge(all_words(tool));
  for (const Tool& other : row.tools) {
    if (&other == &*own || is_called(row, other.name)) continue;
    if (has_all(things_of(other.name), of_all, words) &&
        !has_any(of_called, all_words(other), words))
      return &other;
  }
  return nullptr;
}

}  // namespace generator::offline
