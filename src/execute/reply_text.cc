#include "execute/reply_text.h"

#include <fmt/format.h>

#include "base/compact_json.h"
#include "base/json.h"
#include "base/text.h"

namespace generator::execute {
namespace {

std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (text[most] & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  const std::string_view kept = cut(text, most);
  return fmt::format("{} … [cut: {} of {} bytes]", kept, kept.size(), text.size());
}

std::string text_as_json(std::string_view written) {
  const std::string_view inner = text::trim(written);
  if (inner.starts_with('{') || inner.starts_with('['))
    if (json::Document::parse(inner)) return json::compact(inner);
  return json::quote(written);
}

std::string within(std::string json, std::size_t most) {
  if (json.size() <= most) return json;
  const auto whole = json::Document::parse(json);
  const bool is_text = whole && whole->root().is_string();
  return json::quote(shortened(is_text ? whole->root().text() : json, most));
}

}  // namespace generator::execute
