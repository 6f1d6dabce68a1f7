// A run begins at a line that is code beyond doubt. Doubtful lines belong to it where code follows
// them soon, or where a bracket or comment is open; a sentence of prose ends it in any case, so
// that an unbalanced brace in an example cannot swallow the page.

#include "documents/code_runs.h"

#include <algorithm>

#include "base/text.h"
#include "documents/code_lines.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

constexpr std::size_t kPatience = 4;  // doubtful lines in a row, brackets closed
constexpr std::size_t kPatienceInside = 40;

bool is_underline(std::string_view line) {
  const std::string_view s = text::trim(line);
  return s.size() >= 3 && (s.find_first_not_of('-') == std::string_view::npos ||
                           s.find_first_not_of('=') == std::string_view::npos);
}

int bracket_balance(std::string_view line) {
  int balance = 0;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '"') {
      quote = c;
    } else if (c == '/' && line.substr(i).starts_with("//")) {
      break;
    } else if (c == '{' || c == '(') {
      ++balance;
    } else if (c == '}' || c == ')') {
      --balance;
    }
  }
  return balance;
}

class Run {
 public:
  explicit Run(const Page& page) : page_(page) {}

  std::optional<CodeRun> read(std::size_t i, bool is_expected) {
    const std::string first = read_code(page_.line(i)).text;
    const Lean lean = code_lean(first);
    if (is_sentence_of_prose(first) || ends_before(i)) return std::nullopt;
    if (lean == Lean::kProse) return std::nullopt;
    if (lean == Lean::kMaybe && !(is_expected && starts_code(i, first))) return std::nullopt;
    for (std::size_t at = i; at < page_.size(); ++at) {
      if (page_.gone[at]) {
        if (at == i) return std::nullopt;
        break;  // a tooltip block ends the listing that it belongs to
      }
      if (!take(at)) break;
    }
    if (kept_ == 0) return std::nullopt;
    lines_.resize(kept_);
    CodeRun run;
    run.end = end_;
    run.lines = std::move(lines_);
    const std::vector<std::string_view> views(run.lines.begin(), run.lines.end());
    run.language = code_language(views);
    return run;
  }

 private:
  // A doubtful line begins code where the next lines are code, or where it is a lone command after
  // a lead-in.
  bool starts_code(std::size_t i, std::string_view first) const {
    int code = 0;
    for (std::size_t k = i + 1;
         k < page_.size() && k <= i + 3 && !page_.is_blank(k) && !page_.gone[k]; ++k)
      if (code_lean(read_code(page_.line(k)).text) == Lean::kCode) ++code;
    if (code > 0) return true;
    return text::contains(first, "(") && text::contains(first, ")") && first.ends_with(")");
  }

  bool ends_before(std::size_t at) const {
    const std::string_view raw = page_.line(at);
    Marker marker;
    if (heading_level(raw) > 0 || is_fence(raw) || is_caption(raw) || is_table_at(page_, at))
      return true;
    if (is_underline(page_.line(at + 1)) && text::words(raw).size() <= 6 &&
        !text::trim(raw).starts_with("//"))
      return true;
    if (text::trim(raw).starts_with("![")) return true;
    return !in_comment_ && read_marker(raw, marker) && indent_of(raw) >= 2 &&
           !text::trim(raw).starts_with("*/");
  }

  bool take(std::size_t at) {
    if (page_.is_blank(at)) return take_blank(at);
    if (ends_before(at)) return false;
    std::string code = read_code(page_.line(at)).text;
    const Lean lean = in_comment_ ? Lean::kCode : code_lean(code);
    const bool continues_comment = lean == Lean::kProse && !lines_.empty() &&
                                   text::trim(lines_.back()).starts_with("//") &&
                                   !text::is_upper(text::trim(code).front()) && next_is_code(at);
    if (!in_comment_ && lean != Lean::kCode && !continues_comment && is_sentence_of_prose(code))
      return false;
    const bool is_open = depth_ > 0 || ends_open();
    if (lean == Lean::kProse && !is_open && !continues_comment) return false;
    const std::size_t patience = is_open ? kPatienceInside : kPatience;
    if (lean != Lean::kCode && ++doubtful_ > patience) return false;
    note_comment(code);
    if (!in_comment_) depth_ = std::max(0, depth_ + bracket_balance(code));
    lines_.push_back(std::move(code));
    if (lean == Lean::kCode || (lean == Lean::kMaybe && lines_.size() > 1)) {
      if (lean == Lean::kCode) doubtful_ = 0;
      kept_ = lines_.size();
      end_ = at + 1;
    }
    return true;
  }

  // A blank line inside braces, with code after it, is part of the listing.
  bool take_blank(std::size_t at) {
    if (lines_.empty() || depth_ == 0 || page_.is_blank(at + 1) || ends_before(at + 1))
      return false;
    if (code_lean(read_code(page_.line(at + 1)).text) != Lean::kCode) return false;
    lines_.emplace_back();
    return true;
  }

  bool next_is_code(std::size_t at) const {
    return code_lean(read_code(page_.line(at + 1)).text) == Lean::kCode;
  }

  bool ends_open() const {
    if (lines_.empty()) return false;
    const std::string_view last = text::trim(lines_.back());
    return last.ends_with(",") || last.ends_with("&") || last.ends_with("|") ||
           last.ends_with("(") || last.ends_with("\\");
  }

  void note_comment(std::string_view code) {
    const std::size_t open = code.rfind("/*");
    const std::size_t close = code.rfind("*/");
    if (open != std::string_view::npos && (close == std::string_view::npos || close < open))
      in_comment_ = true;
    else if (close != std::string_view::npos)
      in_comment_ = false;
  }

  const Page& page_;
  std::vector<std::string> lines_;
  std::size_t kept_ = 0;
  std::size_t end_ = 0;
  std::size_t doubtful_ = 0;
  int depth_ = 0;
  bool in_comment_ = false;
};

}  // namespace

std::optional<CodeRun> read_code_run(const Page& page, std::size_t i, bool is_expected) {
  return Run(page).read(i, is_expected);
}

std::optional<CodeRun> read_indented_code(const Page& page, std::size_t i) {
  if (indent_of(page.line(i)) < 4) return std::nullopt;
  CodeRun run;
  std::size_t prose = 0;
  std::size_t at = i;
  for (; at < page.size(); ++at) {
    if (page.gone[at]) continue;
    if (page.is_blank(at)) {
      const std::size_t next = page.next(at + 1);
      if (page.is_blank(next) || indent_of(page.line(next)) < 4) break;
      run.lines.emplace_back();
      continue;
    }
    if (indent_of(page.line(at)) < 4) break;
    std::string_view raw = page.line(at);
    raw.remove_prefix(raw.front() == '\t' ? 1
                                          : std::min<std::size_t>(4, raw.find_first_not_of(' ')));
    std::string code = read_code(raw).text;
    if (is_sentence_of_prose(code)) ++prose;
    run.lines.push_back(std::move(code));
  }
  run.end = at;
  if (run.lines.empty() || prose * 2 > run.lines.size()) return std::nullopt;
  const std::vector<std::string_view> views(run.lines.begin(), run.lines.end());
  run.language = code_language(views);
  return run;
}

std::string fenced(std::string_view code, std::string_view language) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + std::string(language) + "\n" + std::string(code) + "\n" + fence;
}

}  // namespace generator::documents
