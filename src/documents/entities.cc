// HTML entities that occur in documents, and the elements whose tags are dropped from Markdown.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"
#include "documents/inline.h"

namespace generator::documents {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 62> kEntities = {{
    {"Alpha", "Α"},  {"Delta", "Δ"},  {"Omega", "Ω"},  {"Sigma", "Σ"},  {"alpha", "α"},
    {"amp", "&"},    {"apos", "'"},   {"asymp", "≈"},  {"auml", "ä"},   {"beta", "β"},
    {"bull", "•"},   {"ccedil", "ç"}, {"cent", "¢"},   {"copy", "©"},   {"darr", "↓"},
    {"deg", "°"},    {"delta", "δ"},  {"divide", "÷"}, {"eacute", "é"}, {"egrave", "è"},
    {"emsp", " "},   {"ensp", " "},   {"equiv", "≡"},  {"euro", "€"},   {"frac12", "½"},
    {"gamma", "γ"},  {"ge", "≥"},     {"gt", ">"},     {"hellip", "…"}, {"infin", "∞"},
    {"lambda", "λ"}, {"laquo", "«"},  {"larr", "←"},   {"ldquo", "“"},  {"le", "≤"},
    {"lsquo", "‘"},  {"lt", "<"},     {"mdash", "—"},  {"micro", "µ"},  {"middot", "·"},
    {"minus", "−"},  {"mu", "μ"},     {"nbsp", " "},   {"ndash", "–"},  {"ne", "≠"},
    {"ouml", "ö"},   {"para", "¶"},   {"pi", "π"},     {"plusmn", "±"}, {"pound", "£"},
    {"quot", "\""},  {"raquo", "»"},  {"rarr", "→"},   {"rdquo", "”"},  {"reg", "®"},
    {"rsquo", "’"},  {"sect", "§"},   {"sigma", "σ"},  {"szlig", "ß"},  {"times", "×"},
    {"trade", "™"},  {"uuml", "ü"},
}};

// Not `time`, `data`, `var`, `object`, `map`, `link`, `main`, `title`: they stand in grammars and
// templates as words.
constexpr std::array<std::string_view, 65> kElements = {
    "a",          "abbr",    "acronym", "address", "article", "aside",   "b",   "bdi",      "big",
    "blockquote", "body",    "br",      "center",  "cite",    "code",    "col", "colgroup", "dd",
    "del",        "details", "dfn",     "div",     "dl",      "dt",      "em",  "figure",   "font",
    "footer",     "form",    "h1",      "h2",      "h3",      "h4",      "h5",  "h6",       "head",
    "header",     "hr",      "html",    "i",       "iframe",  "img",     "ins", "kbd",      "li",
    "mark",       "nav",     "nobr",    "ol",      "p",       "picture", "pre", "s",        "samp",
    "script",     "section", "small",   "span",    "strike",  "strong",  "sub", "summary",  "sup",
    "table",      "u",
};
constexpr std::array<std::string_view, 9> kMoreElements = {"tbody", "td", "tfoot", "th",   "thead",
                                                           "tr",    "tt", "ul",    "video"};

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// "#39" or "#x27"; nothing where it is no character.
std::optional<std::uint32_t> numeric_entity(std::string_view name) {
  const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(is_hex ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits) {
    const char lower = text::is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    if (text::is_digit(c)) {
      value = value * (is_hex ? 16 : 10) + static_cast<std::uint32_t>(c - '0');
    } else if (is_hex && lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  return value == 0xA0 ? ' ' : value;
}

}  // namespace

std::string decode_entities(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '&') {
      out += s[i];
      continue;
    }
    const std::size_t end = s.substr(0, std::min(s.size(), i + 12)).find(';', i);
    if (end == std::string_view::npos || end - i < 2) {
      out += '&';
      continue;
    }
    const std::string_view name = s.substr(i + 1, end - i - 1);
    if (name[0] == '#') {
      if (const auto c = numeric_entity(name)) {
        append_utf8(out, *c);
        i = end;
        continue;
      }
    } else if (const auto* found =
                   std::lower_bound(kEntities.begin(), kEntities.end(), name,
                                    [](const auto& entity, std::string_view wanted) {
                                      return entity.first < wanted;
                                    });
               found != kEntities.end() && found->first == name) {
      out += found->second;
      i = end;
      continue;
    }
    out += '&';
  }
  return out;
}

bool is_html_element(std::string_view name) {
  const std::string lower = text::to_lower(name);
  return std::binary_search(kElements.begin(), kElements.end(), std::string_view(lower)) ||
         std::find(kMoreElements.begin(), kMoreElements.end(), lower) != kMoreElements.end();
}

}  // namespace generator::documents
