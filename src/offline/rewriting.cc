// Every rule here moves or marks words; none makes one up. What it may drop is listed in kOpenings
// and kAsides, and is never a fact.
#include "offline/rewriting.h"

#include <array>
#include <optional>
#include <vector>

#include "base/text.h"
#include "offline/sentence.h"

namespace generator::offline {
namespace {

constexpr std::array kOpenings = {"However, ",
                                  "In addition, ",
                                  "Additionally, ",
                                  "Moreover, ",
                                  "Furthermore, ",
                                  "Note that ",
                                  "Note also that ",
                                  "Also note that ",
                                  "Please note that ",
                                  "It should be noted that ",
                                  "It is important to note that ",
                                  "It is worth noting that ",
                                  "As mentioned above, ",
                                  "As noted above, ",
                                  "As stated above, ",
                                  "As previously mentioned, ",
                                  "As noted elsewhere, ",
                                  "As described above, ",
                                  "Therefore, ",
                                  "Thus, ",
                                  "Consequently, ",
                                  "Also, ",
                                  "Hence, ",
                                  "Nevertheless, ",
                                  "Notably, ",
                                  "Of course, ",
                                  "Obviously, ",
                                  "In fact, ",
                                  "Basically, "};

/// May open any sentence of an answer without saying anything.
constexpr std::array kAnywhere = {"Note that ",
                                  "Note also that ",
                                  "Also note that ",
                                  "Please note that ",
                                  "It should be noted that ",
                                  "It is important to note that ",
                                  "It is worth noting that "};

constexpr std::array kAsides = {" (see above)",
                                " (see below)",
                                " (see the figure above)",
                                " (see the figure below)",
                                ", as described above,",
                                ", as mentioned above,",
                                ", as noted above,",
                                ", as mentioned earlier,",
                                ", as shown above,"};

enum class LineKind : unsigned char {
  kBlank,
  kProse,
  kItem,
  kContinuation,
  kTable,
  kHeading,
  kCode,
  kQuote
};

struct Line {
  LineKind kind = LineKind::kBlank;
  std::string text;
};

std::size_t indent_of(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && line[n] == ' ') ++n;
  return n;
}

/// Length of a list marker at the front of `s` (spaces behind it included); 0 where there is none.
std::size_t marker_length(std::string_view s) {
  if (s.size() > 1 && (s[0] == '-' || s[0] == '*' || s[0] == '+') && s[1] == ' ')
    return 1 + indent_of(s.substr(1));
  std::size_t digits = 0;
  while (digits < s.size() && digits < 3 && text::is_digit(s[digits])) ++digits;
  if (digits > 0 && digits + 1 < s.size() && (s[digits] == '.' || s[digits] == ')') &&
      s[digits + 1] == ' ')
    return digits + 1 + indent_of(s.substr(digits + 1));
  return 0;
}

/// "* x" → "- x", "1) x" → "1. x"; "* 1. x" → "1. x".
std::string with_house_marker(std::string_view item) {
  const std::size_t indent = indent_of(item);
  std::string_view rest = item.substr(indent);
  const std::size_t length = marker_length(rest);
  std::string_view body = rest.substr(length);
  std::string marker =
      text::is_digit(rest[0]) ? std::string(rest.substr(0, rest.find_first_of(".)"))) + ". " : "- ";
  if (marker == "- " && !body.empty() && text::is_digit(body[0]) && marker_length(body) > 0) {
    marker = std::string(body.substr(0, body.find_first_of(".)"))) + ". ";
    body = body.substr(marker_length(body));
  }
  return std::string(indent, ' ') + marker + std::string(text::trim_right(body));
}

std::vector<Line> read_lines(std::string_view answer) {
  std::vector<Line> out;
  std::string fence;
  for (const auto raw : text::lines(answer)) {
    const auto s = text::trim(raw);
    Line line{LineKind::kProse, std::string(text::trim_right(raw))};
    if (!fence.empty()) {
      line = {LineKind::kCode, std::string(raw)};
      if (s.starts_with(fence) && text::trim(s.substr(fence.size())).empty()) fence.clear();
    } else if (s.starts_with("```") || s.starts_with("~~~")) {
      line = {LineKind::kCode, std::string(raw)};
      fence = s.substr(0, s.find_first_not_of(s[0]));
    } else if (s.empty()) {
      line.kind = LineKind::kBlank;
    } else if (s.starts_with('#') && s.find(' ') < 7) {
      line.kind = LineKind::kHeading;
    } else if (s.starts_with('>')) {
      line.kind = LineKind::kQuote;
    } else if (s.find(" | ") != std::string_view::npos || s.starts_with('|') ||
               s.starts_with("---")) {
      line.kind = LineKind::kTable;
    } else if (marker_length(s) > 0) {
      line.kind = LineKind::kItem;
    } else if (indent_of(raw) >= 4 && (out.empty() || out.back().kind == LineKind::kBlank)) {
      line = {LineKind::kCode, std::string(raw)};
    } else if (!out.empty() &&
               (out.back().kind == LineKind::kItem || out.back().kind == LineKind::kContinuation) &&
               indent_of(raw) >= 2) {
      line.kind = LineKind::kContinuation;
    }
    out.push_back(std::move(line));
  }
  return out;
}

/// Identifiers in code font, except inside code spans, links and emphasis.
std::string with_code_font(std::string_view prose) {
  std::string out;
  bool code = false;
  for (std::size_t i = 0; i < prose.size();) {
    if (prose[i] == '`') code = !code;
    if (code || text::is_space(prose[i]) || prose[i] == '`') {
      out += prose[i++];
      continue;
    }
    std::size_t end = i;
    while (end < prose.size() && !text::is_space(prose[end]) && prose[end] != '`') ++end;
    const std::string_view token = prose.substr(i, end - i);
    std::size_t front = 0;
    while (front < token.size() &&
           std::string_view("(\"'").find(token[front]) != std::string_view::npos)
      ++front;
    std::size_t back = token.size();
    while (back > front &&
           std::string_view(".,;:!?)\"'").find(token[back - 1]) != std::string_view::npos)
      --back;
    if (token.substr(front, back + 2 - front)
            .starts_with(std::string(token.substr(front, back - front)) + "()"))
      back += 2;
    const std::string_view core = token.substr(front, back - front);
    const bool joined = end < prose.size() && prose[end] == '`';
    const bool plain = core.find_first_of("[]<>*|=\"\\{}") == std::string_view::npos &&
                       !core.starts_with('_') && !core.ends_with('_') &&
                       core.find("//") == std::string_view::npos;
    if (!joined && plain && is_identifier(core) && (i == 0 || prose[i - 1] != '`'))
      out += std::string(token.substr(0, front)) + "`" + std::string(core) + "`" +
             std::string(token.substr(back));
    else
      out += token;
    i = end;
  }
  return out;
}

void capitalise_at(std::string& s, std::size_t at) {
  if (at < s.size() && s[at] >= 'a' && s[at] <= 'z') s[at] = static_cast<char>(s[at] - 'a' + 'A');
}

std::string without_empty_words(std::string prose, bool first) {
  for (const std::string_view aside : kAsides)
    prose = text::replace_all(prose, aside, aside.ends_with(',') ? "" : "");
  if (first)
    for (const std::string_view opening : kOpenings)
      if (prose.starts_with(opening) && prose.size() > opening.size() + 10) {
        const std::size_t end = opening.size();
        const bool name = is_identifier(text::words(std::string_view(prose).substr(end))[0]);
        prose.erase(0, end);
        if (!name) capitalise_at(prose, 0);
        break;
      }
  for (const std::string_view opening : kAnywhere)
    for (std::size_t hit = prose.find(". " + std::string(opening)); hit != std::string::npos;
         hit = prose.find(". " + std::string(opening), hit + 1)) {
      const auto next = text::words(std::string_view(prose).substr(hit + 2 + opening.size()));
      const bool name = !next.empty() && is_identifier(next[0]);
      prose.erase(hit + 2, opening.size());
      if (!name) capitalise_at(prose, hit + 2);
    }
  return prose;
}

/// Double and non-breaking spaces become one space; typographic quotes become plain ones.
std::string with_plain_marks(std::string_view prose) {
  std::string out = text::replace_all(prose, "\xC2\xA0", " ");
  for (const auto& [from, to] : {std::pair{"\xE2\x80\x98", "'"}, std::pair{"\xE2\x80\x99", "'"},
                                 std::pair{"\xE2\x80\x9C", "\""}, std::pair{"\xE2\x80\x9D", "\""}})
    out = text::replace_all(out, from, to);
  while (text::contains(out, "  ")) out = text::replace_all(out, "  ", " ");
  return out;
}

/// "There are three classes: a, b, and c." → the lead-in and its items; nothing where it is no
/// plain list.
std::optional<std::vector<std::string>> enumeration(std::string_view prose) {
  if (!prose.ends_with('.') || text::contains(prose.substr(0, prose.size() - 1), ". "))
    return std::nullopt;
  const std::size_t colon = prose.find(": ");
  if (colon == std::string_view::npos || prose.find(": ", colon + 1) != std::string_view::npos)
    return std::nullopt;
  const std::string_view tail = prose.substr(colon + 2, prose.size() - colon - 3);
  if (tail.find_first_of("();:`\"") != std::string_view::npos) return std::nullopt;
  std::vector<std::string> items;
  for (auto part : text::split(tail, ',')) {
    part = text::trim(part);
    if (part.starts_with("and ")) part.remove_prefix(4);
    if (part.empty() || text::words(part).size() > 8 || text::contains(part, " and ") ||
        text::contains(part, " or ") || part.starts_with("or "))
      return std::nullopt;
    for (const auto word : text::words(part)) {
      const auto classes = look_up(text::to_lower(word)).classes;
      if (classes & (kBe | kModal | kHave | kSubordinator | kPronoun)) return std::nullopt;
    }
    items.emplace_back(part);
  }
  if (items.size() < 3 || !text::contains(tail, ", and ")) return std::nullopt;
  items.insert(items.begin(), std::string(prose.substr(0, colon + 1)));
  return items;
}

class House {
 public:
  void paragraph(std::string prose) {
    prose = without_empty_words(with_plain_marks(text::trim(prose)), first_);
    first_ = false;
    if (const auto items = enumeration(prose)) {
      apart();
      out_ += with_code_font((*items)[0]) + "\n\n";
      for (std::size_t i = 1; i < items->size(); ++i)
        out_ += "- " + with_code_font((*items)[i]) + "\n";
      last_ = LineKind::kItem;
      return;
    }
    apart();
    out_ += with_code_font(prose) + "\n";
    last_ = LineKind::kProse;
  }
  void item(std::string_view line, bool continues) {
    if (!continues && last_ != LineKind::kItem) apart();
    const auto house = continues ? std::string(text::trim_right(line)) : with_house_marker(line);
    const std::size_t indent = indent_of(house);
    out_ += std::string(indent, ' ') +
            with_code_font(with_plain_marks(std::string_view(house).substr(indent))) + "\n";
    last_ = LineKind::kItem;
    first_ = false;
  }
  void verbatim(const Line& line) {
    if (last_ != line.kind) apart();
    out_ += line.text + "\n";
    last_ = line.kind;
    first_ = false;
  }
  void blank() {
    if (last_ == LineKind::kCode && in_code_) out_ += "\n";
  }
  std::string finish() { return std::string(text::trim(out_)); }
  void break_block() {
    if (last_ != LineKind::kItem) last_ = LineKind::kBlank;
  }

 private:
  void apart() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += "\n";
  }
  std::string out_;
  LineKind last_ = LineKind::kBlank;
  bool first_ = true;
  bool in_code_ = false;
};

}  // namespace

std::string rewritten(std::string_view answer) {
  const auto lines = read_lines(answer);
  House house;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    switch (line.kind) {
      case LineKind::kBlank:
        house.break_block();
        break;
      case LineKind::kProse: {
        std::string prose = line.text;
        while (i + 1 < lines.size() && lines[i + 1].kind == LineKind::kProse)
          prose += " " + std::string(text::trim(lines[++i].text));
        house.paragraph(std::move(prose));
        break;
      }
      case LineKind::kItem:
      case LineKind::kContinuation:
        house.item(line.text, line.kind == LineKind::kContinuation);
        break;
      default:
        house.verbatim(line);
    }
  }
  return house.finish();
}

}  // namespace generator::offline
