#include "tool/entity_words.h"

#include <algorithm>
#include <initializer_list>

namespace generator::tool {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

}  // namespace

std::uint32_t handle_of(std::string_view word) {
  if (is_one_of(word, {"id", "uuid", "guid", "identifier", "oid", "sha", "arn"})) return kById;
  if (is_one_of(word, {"name", "slug", "handle"})) return kByName;
  if (is_one_of(word, {"path", "location"})) return kByPath;
  if (is_one_of(word, {"url", "uri", "href"})) return kByUrl;
  if (word == "number") return kByNumber;
  if (word == "code") return kByCode;
  if (word == "key") return kById | kByPath;
  return kNoHandle;
}

bool is_generic(std::string_view noun) {
  return is_one_of(noun, {"object", "item", "node", "element", "entry", "data", "resource",
                          "record", "thing", "result"});
}

bool is_loose(const Words& nouns) {
  return std::ranges::all_of(nouns, [](const std::string& noun) { return is_generic(noun); });
}

bool is_path_like(std::string_view noun) {
  return is_one_of(noun, {"directory", "folder", "dir", "file"});
}

bool is_inside(std::string_view word) {
  return is_one_of(word, {"in", "within", "inside", "under", "from"});
}

bool ends_head(std::string_view word) {
  return is_inside(word) ||
         is_one_of(word, {"with", "where", "which", "that", "when", "if", "by", "and", "based", "e",
                          "eg", "as", "per", "using", "defaults", "default"});
}

bool is_measure(std::string_view word) {
  return is_one_of(word, {"count", "size", "limit", "offset", "total", "length", "page", "index",
                          "time", "date", "timestamp", "status", "type", "message", "success",
                          "error", "version", "description", "threshold"});
}

bool is_free_text(std::string_view word) {
  return is_one_of(
      word, {"query", "pattern", "filter", "search", "text", "content", "prompt", "body", "comment",
             "note", "title", "expression", "regex", "keyword", "label"});
}

bool is_qualifier(std::string_view word) {
  return is_one_of(
      word, {"current",   "new",    "old",   "parent",      "child",    "source",   "target",
             "reference", "base",   "full",  "first",       "last",     "next",     "previous",
             "start",     "end",    "max",   "min",         "local",    "remote",   "default",
             "input",     "output", "other", "all",         "unique",   "display",  "short",
             "the",       "a",      "an",    "destination", "json",     "matching", "relative",
             "absolute",  "valid",  "list",  "given",       "specified"});
}

}  // namespace generator::tool
