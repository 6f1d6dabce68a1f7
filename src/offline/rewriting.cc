// Every rule here moves or marks words; none makes one up. What it may drop is listed in kOpenings
// and kAsides, and is never a fact.
#include "offline/rewriting.h"

#include <vector>

#include "base/text.h"
#include "offline/sentence.h"
#include "offline/wording.h"

namespace generator::offline {
namespace {

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

std::vector<std::string> cells(std::string_view row) {
  row = text::trim(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|')) row.remove_suffix(1);
  std::vector<std::string> out;
  std::string cell;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '|' && (i == 0 || row[i - 1] != '\\')) {
      out.emplace_back(text::trim(cell));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  out.emplace_back(text::trim(cell));
  return out;
}

/// A table of a few names and what each is, as a list: "- `f`: opens a file". Nothing for other
/// tables.
std::vector<std::string> terms_of(const std::vector<Line>& lines, std::size_t begin,
                                  std::size_t end) {
  constexpr std::size_t kMostRows = 6;
  std::vector<std::string> out;
  if (end < begin + 3 || end - begin - 2 > kMostRows ||
      !text::contains(lines[begin + 1].text, "---"))
    return out;
  for (std::size_t i = begin + 2; i < end; ++i) {
    const auto parts = cells(lines[i].text);
    if (parts.size() != 2 || text::words(parts[1]).size() < 3) return {};
    std::string_view name = parts[0];
    if (name.size() > 2 && name.starts_with('`') && name.ends_with('`'))
      name = name.substr(1, name.size() - 2);
    if (name.find_first_of(" `*") != std::string_view::npos || !is_identifier(name)) return {};
    out.push_back("- `" + std::string(name) + "`: " + parts[1]);
  }
  return out;
}

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
      case LineKind::kTable: {
        std::size_t end = i;
        while (end < lines.size() && lines[end].kind == LineKind::kTable) ++end;
        const auto terms = terms_of(lines, i, end);
        for (const auto& term : terms) house.item(term, false);
        if (!terms.empty()) {
          i = end - 1;
          break;
        }
        house.verbatim(line);
        break;
      }
      default:
        house.verbatim(line);
    }
  }
  return house.finish();
}

}  // namespace generator::offline
