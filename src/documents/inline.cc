// Links are 37–55 % of the bytes of crawled pages. Their text is what a reader sees; the target
// goes to the metadata.
//
// One scanner for prose and code: in code a bracket pair is a link only where its target looks like
// an address, since `handlers[i](event)` is a call.

#include "documents/inline.h"

#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "documents/link_target.h"
#include "documents/spacing.h"

namespace generator::documents {
namespace {

constexpr int kDeepest = 6;  // links inside links (badges) nest twice; more is hostile

// Where something other than text may begin, in prose or in code.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> table{};
  for (const char c : {'!', '[', '`', '<', '\\', '$', '&'})
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

// Length of the tag or comment at s[i] == '<', 0 where there is none.
std::size_t tag_length(std::string_view s, std::size_t i) {
  std::size_t j = i + 1;
  if (j < s.size() && s[j] == '/') ++j;
  const std::size_t name = j;
  while (j < s.size() && (text::is_alpha(s[j]) || text::is_digit(s[j]))) ++j;
  if (j == name || !is_html_element(s.substr(name, j - name))) return 0;
  if (j < s.size() && s[j] != '>' && s[j] != ' ' && s[j] != '/' && s[j] != '\t') return 0;
  const std::size_t close = find_within(s, ">", j, 2048);
  return close == std::string_view::npos ? 0 : close + 1 - i;
}

bool is_block_tag(std::string_view tag) {
  return text::starts_with_ignoring_case(tag, "<br") ||
         text::starts_with_ignoring_case(tag, "<td") ||
         text::starts_with_ignoring_case(tag, "<p") || text::starts_with_ignoring_case(tag, "<li");
}

// `\( ... \)` and `\[ ... \]` around what is TeX and no escaped bracket; the length, 0 where it is
// not.
std::size_t formula_length(std::string_view s, std::size_t i) {
  const std::string_view close = s[i + 1] == '(' ? "\\)" : "\\]";
  const std::size_t end = find_within(s, close, i + 2, 2048);
  if (end == std::string_view::npos) return 0;
  const std::string_view inside = s.substr(i + 2, end - i - 2);
  bool is_tex = text::contains(inside, "^") || text::contains(inside, "_{");
  for (std::size_t k = 0; k + 1 < inside.size(); ++k)
    is_tex = is_tex || (inside[k] == '\\' && text::is_alpha(inside[k + 1]));
  return is_tex ? end + 2 - i : 0;
}

class Scanner {
 public:
  Scanner(std::string_view s, bool is_prose, const LinkTargets& targets, int depth)
      : s_(s), is_prose_(is_prose), targets_(targets), depth_(depth) {}

  Inline scan() {
    while (i_ < s_.size()) {
      const std::size_t run = i_;
      while (i_ < s_.size() && !kSpecial[static_cast<unsigned char>(s_[i_])]) ++i_;
      out_.text.append(s_.substr(run, i_ - run));
      if (i_ == s_.size()) break;
      const char c = s_[i_];
      if (c == '!' && i_ + 1 < s_.size() && s_[i_ + 1] == '[' && link(i_ + 1, true)) continue;
      if (c == '[' && link(i_, false)) continue;
      if (is_prose_ ? special_in_prose(c) : special_in_code(c)) continue;
      out_.text += s_[i_++];
    }
    return std::move(out_);
  }

 private:
  bool special_in_prose(char c) {
    if (c == '`') return code_span();
    if (c == '<') return tag();
    if (c == '\\') return escape();
    if (c == '$') return dollar_formula();
    if (c == '&') return entity();
    return false;
  }
  bool special_in_code(char c) {
    if (c == '\\' && i_ + 1 < s_.size() && (s_[i_ + 1] == '_' || s_[i_ + 1] == '*')) {
      ++i_;
      return false;
    }
    return c == '&' && entity();
  }

  bool link(std::size_t open, bool is_image) {
    const std::size_t past = past_bracket(s_, open);
    if (past == std::string_view::npos || depth_ >= kDeepest) return false;
    const std::string_view label = s_.substr(open + 1, past - open - 2);
    std::optional<LinkTarget> target;
    if (past < s_.size() && s_[past] == '(') target = target_at(s_, past);
    if (!target && is_prose_ && past < s_.size() && s_[past] == '[')
      target = named_target(label, past);
    if (!target && is_prose_ && !targets_.empty())
      if (const auto found = targets_.find(text::to_lower(label)); found != targets_.end())
        target = LinkTarget{found->second, past};
    if (!target) return false;
    if (!is_prose_ && !looks_like_target(target->url)) return false;
    out_.removed_bytes += target->end - i_ - (is_image ? 0 : label.size());
    i_ = target->end;
    if (is_image) {
      out_.has_image = true;
      return true;
    }
    append_link(label, std::move(target->url));
    return true;
  }

  std::optional<LinkTarget> named_target(std::string_view label, std::size_t open) const {
    const std::size_t past = past_bracket(s_, open);
    if (past == std::string_view::npos) return std::nullopt;
    std::string_view name = s_.substr(open + 1, past - open - 2);
    if (name.empty()) name = label;
    const auto found = targets_.find(text::to_lower(name));
    if (found == targets_.end()) return std::nullopt;
    return LinkTarget{found->second, past};
  }

  void append_link(std::string_view label, std::string url) {
    Inline inner = Scanner(label, is_prose_, targets_, depth_ + 1).scan();
    out_.has_image = out_.has_image || inner.has_image;
    out_.removed_bytes += inner.removed_bytes;
    const std::string_view shown = text::trim(inner.text);
    if (is_prose_ && !shown.empty() && !out_.text.empty() && text::is_word(shown.front()) &&
        text::is_word(out_.text.back()) && out_.text.back() != '_')
      out_.text += ' ';
    out_.text += shown;
    out_.link_bytes += shown.size();
    for (Link& nested : inner.links) out_.links.push_back(std::move(nested));
    out_.links.push_back({std::string(shown), std::move(url)});
  }

  bool code_span() {
    std::size_t ticks = i_;
    while (ticks < s_.size() && s_[ticks] == '`') ++ticks;
    const std::string fence(s_.substr(i_, ticks - i_));
    const std::size_t close =
        fence.size() > 16 ? std::string_view::npos : find_within(s_, fence, ticks, 4096);
    if (close == std::string_view::npos) return copy(fence.size());
    std::string_view inside = s_.substr(ticks, close - ticks);
    if (fence.size() == 1) inside = text::trim(inside);
    out_.text += fence;
    out_.text += Scanner(inside, false, targets_, depth_ + 1).scan().text;
    out_.text += fence;
    i_ = close + fence.size();
    return true;
  }

  bool tag() {
    const std::size_t close = find_within(s_, ">", i_, 2048);
    if (close == std::string_view::npos) return false;
    const std::string_view inside = s_.substr(i_ + 1, close - i_ - 1);
    if (text::starts_with_ignoring_case(inside, "http://") ||
        text::starts_with_ignoring_case(inside, "https://")) {
      automatic_link(inside, close + 1);
      return true;
    }
    const std::size_t length = tag_length(s_, i_);
    if (length == 0) return false;
    const std::string_view whole = s_.substr(i_, length);
    if (text::starts_with_ignoring_case(whole, "<img")) out_.has_image = true;
    if (is_block_tag(whole) && !out_.text.empty()) out_.text += ' ';
    out_.removed_bytes += length;
    i_ += length;
    return true;
  }

  // `(<https://…>)` goes with its parentheses; elsewhere the address is the text.
  void automatic_link(std::string_view url, std::size_t end) {
    out_.links.push_back({std::string(url), std::string(url)});
    if (!out_.text.empty() && out_.text.back() == '(' && end < s_.size() && s_[end] == ')') {
      out_.text.pop_back();
      while (!out_.text.empty() && out_.text.back() == ' ') out_.text.pop_back();
      ++end;
    } else {
      out_.text += url;
      out_.link_bytes += url.size();
    }
    out_.removed_bytes += end - i_;
    i_ = end;
  }

  bool escape() {
    if (i_ + 1 >= s_.size()) return false;
    const char next = s_[i_ + 1];
    if (next == '(' || next == '[')
      if (const std::size_t length = formula_length(s_, i_)) return copy(length);
    constexpr std::string_view kEscaped = "\\`*_{}[]()#+-.!|<>~$\"'";
    if (kEscaped.find(next) == std::string_view::npos) return false;
    out_.text += next;
    i_ += 2;
    return true;
  }

  // `$x^2$` and `$$…$$` stay as they are, underscores and backslashes included.
  bool dollar_formula() {
    const bool is_block = i_ + 1 < s_.size() && s_[i_ + 1] == '$';
    const std::size_t open = i_ + (is_block ? 2 : 1);
    const std::size_t close = find_within(s_, is_block ? "$$" : "$", open, 2048);
    if (close == std::string_view::npos || close == open) return false;
    const std::string_view inside = s_.substr(open, close - open);
    if (!is_block && (text::is_space(inside.front()) || text::is_space(inside.back()) ||
                      inside.find_first_of("\\^_") == std::string_view::npos))
      return false;
    return copy(close + (is_block ? 2 : 1) - i_);
  }

  bool entity() {
    const std::size_t end = find_within(s_, ";", i_, 12);
    if (end == std::string_view::npos) return false;
    const std::string_view source = s_.substr(i_, end + 1 - i_);
    const std::string read = decode_entities(source);
    if (read == source) return false;
    out_.text += read;
    i_ = end + 1;
    return true;
  }

  bool copy(std::size_t length) {
    out_.text += s_.substr(i_, length);
    i_ += length;
    return true;
  }

  std::string_view s_;
  bool is_prose_;
  const LinkTargets& targets_;
  int depth_;
  std::size_t i_ = 0;
  Inline out_;
};

}  // namespace

Inline read_prose(std::string_view line, const LinkTargets& targets) {
  Inline read = Scanner(line, true, targets, 0).scan();
  read.text = with_single_spaces(read.text);
  return read;
}

Inline read_code(std::string_view line) {
  const std::string_view bare = text::trim(line);
  std::string_view rest = line;
  if (bare.starts_with("\\\\#") || bare.starts_with("\\#")) rest = bare.substr(bare.find('#'));
  static const LinkTargets kNone;
  Inline read = Scanner(rest, false, kNone, 0).scan();
  read.text = std::string(text::trim_right(read.text));
  return read;
}

}  // namespace generator::documents
