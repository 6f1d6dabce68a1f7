// One pass that copies runs of ordinary bytes and looks closer only at '\', '&', '[' and bytes above
// 0x7F. The result is never longer than the original but for superscripts ("⁵" is three bytes, "^5"
// two), so offsets stay small and an anchor is needed only where lengths differ.
#include "measure/plain.h"

#include <algorithm>
#include <array>

namespace generator::measure {
namespace {

struct Spelling {
  std::string_view from;
  std::string_view to;
};

constexpr std::array kSpellings = {
    Spelling{"\xC2\xA0", " "},
    Spelling{"\xC2\xAD", ""},
    Spelling{"\xC2\xB2", "^2"},
    Spelling{"\xC2\xB3", "^3"},
    Spelling{"\xC2\xB5", "u"},
    Spelling{"\xC2\xB9", "^1"},
    Spelling{"\xC3\x97", " x "},
    Spelling{"\xCE\xBC", "u"},
    Spelling{"\xE2\x80\x82", " "},
    Spelling{"\xE2\x80\x83", " "},
    Spelling{"\xE2\x80\x87", " "},
    Spelling{"\xE2\x80\x89", " "},
    Spelling{"\xE2\x80\x8A", " "},
    Spelling{"\xE2\x80\x8B", ""},
    Spelling{"\xE2\x80\x90", "-"},
    Spelling{"\xE2\x80\x91", "-"},
    Spelling{"\xE2\x80\x93", "\x1F"},
    Spelling{"\xE2\x80\x94", "\x1F"},
    Spelling{"\xE2\x80\x98", "'"},
    Spelling{"\xE2\x80\x99", "'"},
    Spelling{"\xE2\x80\x9C", "\""},
    Spelling{"\xE2\x80\x9D", "\""},
    Spelling{"\xE2\x80\xA6", "."},
    Spelling{"\xE2\x80\xAF", " "},
    Spelling{"\xE2\x81\xA0", ""},
    Spelling{"\xE2\x81\xB0", "^0"},
    Spelling{"\xE2\x81\xB4", "^4"},
    Spelling{"\xE2\x81\xB5", "^5"},
    Spelling{"\xE2\x81\xB6", "^6"},
    Spelling{"\xE2\x81\xB7", "^7"},
    Spelling{"\xE2\x81\xB8", "^8"},
    Spelling{"\xE2\x81\xB9", "^9"},
    Spelling{"\xE2\x88\x92", "-"},
    Spelling{"\xE3\x80\x80", " "},
    Spelling{"\xEF\xBB\xBF", ""},
    Spelling{"&lt;", "<"},
    Spelling{"&gt;", ">"},
    Spelling{"&amp;", "&"},
    Spelling{"&quot;", "\""},
    Spelling{"&#39;", "'"},
    Spelling{"&nbsp;", " "},
    // GitHub's marks of a block quote's kind.
    Spelling{"[!NOTE]", ""},
    Spelling{"[!TIP]", ""},
    Spelling{"[!IMPORTANT]", ""},
    Spelling{"[!WARNING]", ""},
    Spelling{"[!CAUTION]", ""},
};

constexpr std::string_view kEscapable = "_*`[]()#+-.!<>{}|~\"'&$%";

const Spelling* spelling_at(std::string_view rest) {
  for (const Spelling& spelling : kSpellings)
    if (rest.starts_with(spelling.from)) return &spelling;
  return nullptr;
}

bool is_ordinary(char c) {
  return c != '\\' && c != '&' && c != '[' && static_cast<unsigned char>(c) < 0x80;
}

bool is_superscript(std::string_view to) { return to.size() == 2 && to[0] == '^'; }

}  // namespace

PlainText::PlainText(std::string_view original) {
  text_.reserve(original.size());
  bool in_exponent = false;
  std::size_t at = 0;
  while (at < original.size()) {
    std::size_t end = at;
    while (end < original.size() && is_ordinary(original[end])) ++end;
    if (end > at) in_exponent = false;
    text_.append(original.substr(at, end - at));
    at = end;
    if (at == original.size()) break;
    if (original[at] == '\\') {
      const bool escapes =
          at + 1 < original.size() && kEscapable.find(original[at + 1]) != std::string_view::npos;
      if (escapes)
        replace(at + 1, "");
      else
        text_ += '\\';
      ++at;
      if (escapes) text_ += original[at++];
      continue;
    }
    if (const Spelling* spelling = spelling_at(original.substr(at))) {
      at += spelling->from.size();
      const bool superscript = is_superscript(spelling->to);
      replace(at, superscript && in_exponent ? spelling->to.substr(1) : spelling->to);
      in_exponent = superscript;
      continue;
    }
    in_exponent = false;
    text_ += original[at++];
  }
}

void PlainText::replace(std::size_t original_end, std::string_view by) {
  text_ += by;
  anchors_.push_back({text_.size(), original_end});
}

std::size_t PlainText::place(std::size_t plain) const {
  const auto after = std::upper_bound(
      anchors_.begin(), anchors_.end(), plain,
      [](std::size_t offset, const Anchor& anchor) { return offset < anchor.plain; });
  if (after == anchors_.begin()) return plain;
  const Anchor& anchor = *(after - 1);
  return anchor.original + (plain - anchor.plain);
}

Span PlainText::origin(std::size_t begin, std::size_t end) const {
  return {static_cast<std::int64_t>(place(begin)), static_cast<std::int64_t>(place(end))};
}

}  // namespace generator::measure
