// Models write the quotes, spaces and comments of every language they have seen; what counts as
// which is said once, here.
#include "prompt/transcription.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::prompt {
namespace {

constexpr std::array<std::string_view, 4> kDoubleQuotes = {"\"", "“", "”", "„"};
constexpr std::array<std::string_view, 3> kSingleQuotes = {"'", "‘", "’"};

}  // namespace

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_word_letter(char c) {
  return text::is_alpha(c) || text::is_digit(c) || c == '_' || c == '-' || c == '$';
}

bool starts_value(char c) { return c == '{' || c == '[' || c == '-' || text::is_digit(c); }

Quote quote_at(std::string_view s, std::size_t at) {
  for (const auto mark : kDoubleQuotes)
    if (s.substr(at).starts_with(mark)) return {mark.size(), true};
  for (const auto mark : kSingleQuotes)
    if (s.substr(at).starts_with(mark)) return {mark.size(), false};
  return {};
}

bool Transcription::is_end(std::size_t place) const {
  return place >= text.size() || stands_at(place, "```");
}

std::string_view Transcription::word() const {
  std::size_t end = at;
  while (end < text.size() && is_word_letter(text[end])) ++end;
  return text.substr(at, end - at);
}

void Transcription::skip_blank() {
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (is_json_space(rest[0])) {
      ++at;
    } else if (rest.starts_with("\xC2\xA0")) {
      at += 2;
    } else if (rest.starts_with("//") || rest[0] == '#') {
      at = std::min(text.find('\n', at), text.size());
      repairs.add(Repair::kComment);
    } else if (rest.starts_with("/*")) {
      const std::size_t close = text.find("*/", at + 2);
      at = close == std::string_view::npos ? text.size() : close + 2;
      repairs.add(Repair::kComment);
    } else {
      return;
    }
  }
}

}  // namespace generator::prompt
