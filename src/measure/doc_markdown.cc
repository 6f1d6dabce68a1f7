// What a documentation tool would make of a comment, line by line: tags become list items or the
// head of a sentence. A line that fits no rule makes the whole comment stay as it is: a comment in
// code font is good, a torn one is not.
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "measure/doc_comment.h"
#include "measure/doc_markup.h"

namespace generator::measure {
namespace {

std::size_t indent_of(std::string_view line) {
  const std::size_t at = line.find_first_not_of(' ');
  return at == std::string_view::npos ? line.size() : at;
}

class Writer {
 public:
  void paragraph(std::string_view words) {
    if (!open_) gap();
    out_ += (open_ ? " " : "") + std::string(words);
    open_ = true;
    in_list_ = false;
  }
  void item(std::string_view words) {
    if (!in_list_) gap();
    if (in_list_) out_ += '\n';
    out_ += "- " + std::string(words);
    open_ = true;
    in_list_ = true;
  }
  void goes_on(std::string_view words) { out_ += " " + std::string(words); }
  void fence(std::string_view language) {
    gap();
    out_ += "```" + std::string(language);
    open_ = false;
    in_list_ = false;
  }
  void verbatim(std::string_view line) { out_ += '\n' + std::string(line); }
  void end_fence() {
    while (out_.ends_with('\n')) out_.pop_back();
    out_ += "\n```";
  }
  void close() { open_ = false; }
  bool open() const { return open_; }
  bool in_list() const { return in_list_; }
  std::string finish() { return std::string(text::trim(out_)); }

 private:
  void gap() {
    if (!out_.empty()) out_ += "\n\n";
  }
  std::string out_;
  bool open_ = false;     // the next line goes on with this paragraph or item
  bool in_list_ = false;  // the last block is a list
};

struct Tag {
  std::string_view name;     // "param", "return"; "" for kernel-doc's "@x:"
  std::string_view subject;  // the parameter
  std::string_view words;
};

/// "@param x words", ":param x: words", "\return words", "@x: words" at the front of a line.
std::optional<Tag> read_tag(std::string_view line) {
  const auto until = [](std::string_view s, std::string_view marks) {
    return std::min(s.find_first_of(marks), s.size());
  };
  if (line.starts_with(':')) {
    const std::size_t end = line.find(':', 1);
    if (end == std::string_view::npos || end > 60) return std::nullopt;
    const auto parts = text::words(line.substr(1, end - 1));
    if (parts.empty() || parts.size() > 3) return std::nullopt;
    return Tag{parts[0], parts.size() > 1 ? parts.back() : "", text::trim(line.substr(end + 1))};
  }
  if (!line.starts_with('@') && !line.starts_with('\\')) return std::nullopt;
  std::string_view rest = line.substr(1);
  const std::size_t end = until(rest, " [:");
  Tag tag{rest.substr(0, end), "", text::trim(rest.substr(end))};
  if (end < rest.size() && rest[end] == ':') {
    tag.words = text::trim(rest.substr(end + 1));
    if (tag.name == "return" || tag.name == "returns") return tag;
    return Tag{"", tag.name, tag.words};
  }
  if (tag.words.starts_with('[') && tag.words.find(']') != std::string_view::npos)
    tag.words = text::trim(tag.words.substr(tag.words.find(']') + 1));
  if (tag.words.starts_with('{') && tag.words.find('}') != std::string_view::npos)
    tag.words = text::trim(tag.words.substr(tag.words.find('}') + 1));
  if (tag.name == "param" || tag.name == "tparam" || tag.name == "arg" || tag.name == "throws" ||
      tag.name == "exception" || tag.name == "raises") {
    const std::size_t space = until(tag.words, " ");
    tag.subject = tag.words.substr(0, space);
    tag.words = text::trim(tag.words.substr(space));
    while (tag.words.starts_with('-') || tag.words.starts_with(':'))
      tag.words = text::trim(tag.words.substr(1));
  }
  return tag;
}

/// False where the tag is none that is known.
bool write_tag(const Tag& tag, Writer& out) {
  const auto one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), tag.name) != names.end();
  };
  if (tag.name.empty() || one_of({"param", "tparam", "arg", "parameter"})) {
    if (!is_parameter(tag.subject) || tag.words.empty()) return false;
    out.item("`" + std::string(tag.subject) + "`: " + with_code_spans(std::string(tag.words)));
    return true;
  }
  if (tag.words.empty()) return false;
  const std::string words = with_code_spans(std::string(tag.words));
  out.close();
  if (one_of({"return", "returns", "result"})) {
    out.paragraph("Returns: " + words);
  } else if (one_of({"throws", "exception", "raises", "raise"})) {
    if (!is_parameter(tag.subject)) return false;
    out.paragraph("Raises `" + std::string(tag.subject) + "`: " + words);
  } else if (one_of({"brief", "details", "desc", "description"})) {
    out.paragraph(words);
  } else if (one_of({"note", "warning", "remark", "pre", "post", "attention"})) {
    out.paragraph("**" + std::string(1, static_cast<char>(tag.name[0] - 'a' + 'A')) +
                  std::string(tag.name.substr(1)) + ":** " + words);
  } else {
    return false;
  }
  return true;
}

/// "Args:", "Returns:": what is indented under it belongs to it.
bool is_section(std::string_view line) {
  static constexpr std::string_view kSections[] = {
      "Args:",    "Arguments:", "Parameters:", "Returns:", "Return:", "Raises:",     "Yields:",
      "Example:", "Examples:",  "Note:",       "Notes:",   "Usage:",  "Attributes:", "Example::"};
  return std::find(std::begin(kSections), std::end(kSections), line) != std::end(kSections);
}

/// "x: words" and "x -- words" as an item.
std::optional<std::string> named_item(std::string_view line) {
  for (const std::string_view sign : {" -- ", ": ", " - "}) {
    const std::size_t at = line.find(sign);
    if (at == std::string_view::npos || at > 40) continue;
    std::string_view name = line.substr(0, at);
    if (name.ends_with(')') && name.find(" (") != std::string_view::npos)
      name = name.substr(0, name.find(" ("));
    if (!is_parameter(name)) continue;
    return "`" + std::string(name) +
           "`: " + with_code_spans(std::string(text::trim(line.substr(at + sign.size()))));
  }
  return std::nullopt;
}

/// "either frees ..." → "Either frees ..."; a name stays as it is, in code font.
std::string opened(std::string words, std::string_view code) {
  // kernel-doc: "struct page - ...", "frob() - ...".
  if (const std::size_t dash = words.find(" - "); dash != std::string::npos && dash < 60) {
    auto head = text::words(std::string_view(words).substr(0, dash));
    if (head.size() == 2 && (head[0] == "struct" || head[0] == "enum" || head[0] == "union"))
      head.erase(head.begin());
    const std::string_view name = head[0].substr(0, head[0].find("()"));
    if (head.size() == 1 && is_parameter(name) && text::contains(code, name))
      return "`" + std::string(name) + "`: " + words.substr(dash + 3);
  }
  const auto first = std::string(text::words(words)[0]);
  std::string_view name = first;
  while (name.ends_with(':') || name.ends_with(',')) name.remove_suffix(1);
  const std::string call =
      std::string(name.ends_with("()") ? name.substr(0, name.size() - 2) : name) + "(";
  const bool defined = is_parameter(std::string_view(call).substr(0, call.size() - 1)) &&
                       (text::contains(code, " " + call) || text::contains(code, "*" + call) ||
                        text::contains(code, " " + std::string(name) + " "));
  const bool like_name = name.ends_with("()") ||
                         std::any_of(name.begin() + 1, name.end(),
                                     [](char c) { return c == '_' || text::is_upper(c); }) ||
                         text::is_upper(name[0]);
  if (defined && (like_name || text::contains(code, "func "))) {
    return "`" + std::string(name) + "`" + words.substr(name.size());
  }
  if (words[0] >= 'a' && words[0] <= 'z' && !like_name)
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

}  // namespace

std::optional<std::string> as_markdown(const DocComment& comment, std::string_view language) {
  Writer out;
  bool in_fence = false, in_session = false, in_section = false;
  std::size_t item_indent = 0;
  for (const auto raw : text::lines(comment.words)) {
    const auto line = text::trim(raw);
    if (in_fence) {
      if (line.starts_with("```")) {
        in_fence = false;
        out.end_fence();
      } else {
        out.verbatim(raw);
      }
      continue;
    }
    if (in_session && !line.empty()) {
      out.verbatim(line);
      continue;
    }
    if (in_session) out.end_fence(), in_session = false;
    if (line.empty()) {
      out.close();
      continue;
    }
    if (line.starts_with("```")) {
      const auto info = line.substr(3);
      out.fence(is_parameter(info) && info != "no_run" && info != "ignore" && info != "should_panic"
                    ? info
                    : language);
      in_fence = true;
      continue;
    }
    if (line.starts_with(">>> ")) {
      out.fence(language);
      out.verbatim(line);
      in_session = true;
      continue;
    }
    if (line.starts_with("[") && text::contains(line, "]: ")) continue;  // where a link leads
    if (line.starts_with("# ") && line.size() < 40) {
      out.close();
      out.paragraph("**" + std::string(line.substr(2)) + "**");
      out.close();
      continue;
    }
    if (const auto tag = read_tag(line)) {
      if (is_beyond_words(tag->words) && !text::contains(tag->words, "\\")) return std::nullopt;
      if (!write_tag(*tag, out)) return std::nullopt;
      item_indent = indent_of(raw);
      continue;
    }
    const std::string words = with_code_spans(std::string(line));
    if (is_beyond_words(words)) return std::nullopt;
    const std::size_t indent = indent_of(raw);
    if (is_section(line)) {
      out.close();
      out.paragraph(line.ends_with("::") ? line.substr(0, line.size() - 1) : line);
      out.close();
      in_section = true;
      continue;
    }
    if (indent == 0 && !out.open()) in_section = false;
    if ((line.starts_with("- ") || line.starts_with("* ")) && line.size() > 2) {
      out.item(text::trim(std::string_view(words).substr(2)));
      item_indent = indent;
      continue;
    }
    if (const auto item = in_section || line.find(" -- ") != std::string_view::npos
                              ? named_item(line)
                              : std::nullopt;
        item && (!out.in_list() || !out.open() || indent <= item_indent)) {
      out.item(*item);
      item_indent = indent;
      continue;
    }
    if (out.open() && out.in_list()) {
      out.goes_on(words);
      continue;
    }
    if (indent >= 3 && !in_section && !out.open()) return std::nullopt;  // code, or a drawing
    if (indent >= 3 && !in_section) return std::nullopt;
    out.paragraph(words);
  }
  if (in_fence) return std::nullopt;
  if (in_session) out.end_fence();
  std::string words = out.finish();
  if (words.empty() || words.starts_with("```") || words.starts_with("- ")) return std::nullopt;
  if (text::is_word(words[0])) words = opened(std::move(words), comment.code);
  const std::size_t last = words.rfind('\n');
  const auto ending = std::string_view(words).substr(last == std::string::npos ? 0 : last + 1);
  const bool prose = !ending.starts_with("```") && !ending.starts_with("- ");
  if (prose && text::is_word(words.back())) words += '.';
  return words;
}

}  // namespace generator::measure
