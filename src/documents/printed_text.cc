// pdftotext keeps words and lines, and loses what the eye sees: that a line is a heading, that a
// short line ends its paragraph. Headings are found by their numbers: one that follows from the
// last (2.1 after 2, 3 after 2.4) is no accident.

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "documents/clean.h"

namespace generator::documents {
namespace {

constexpr std::size_t kMostTitleWords = 12;
constexpr std::size_t kMostTitleBytes = 90;
constexpr int kMostMissed = 2;  // numbers in a row that were not seen

struct Numbered {
  std::vector<int> path;  // 2.1: {2, 1}
  bool has_final_dot = false;
};

// "2.1 Installing" and "2.1. Installing".
std::optional<Numbered> numbered_title(std::string_view s) {
  Numbered out;
  std::size_t i = 0;
  while (i < s.size() && text::is_digit(s[i])) {
    int number = 0;
    const std::size_t begin = i;
    while (i < s.size() && text::is_digit(s[i])) number = number * 10 + (s[i++] - '0');
    if (i - begin > 3) return std::nullopt;
    out.path.push_back(number);
    out.has_final_dot = i < s.size() && s[i] == '.';
    if (out.has_final_dot) ++i;
  }
  if (out.path.empty() || out.path.size() > 6 || i >= s.size() || s[i] != ' ') return std::nullopt;
  const std::string_view title = text::trim(s.substr(i));
  if (title.empty() || !text::is_upper(title.front()) || s.size() > kMostTitleBytes ||
      text::words(title).size() > kMostTitleWords ||
      std::string_view(".,;:").find(title.back()) != std::string_view::npos)
    return std::nullopt;
  return out;
}

bool follows(const std::vector<int>& last, const std::vector<int>& next) {
  const auto is_start = [](int number) { return number >= 1 && number <= kMostMissed; };
  if (last.empty()) return next.size() == 1 && is_start(next[0]);
  if (next.size() > last.size())
    return next.size() == last.size() + 1 && is_start(next.back()) &&
           std::equal(last.begin(), last.end(), next.begin());
  const std::size_t deep = next.size() - 1;
  return std::equal(next.begin(), next.end() - 1, last.begin()) && next[deep] > last[deep] &&
         next[deep] <= last[deep] + kMostMissed;
}

// The bytes of a bullet at the beginning of `s`; 0 where there is none.
std::size_t bullet(std::string_view s) {
  constexpr std::array<std::string_view, 7> kBullets = {"•", "◦", "▪", "‣", "●", "○", "■"};
  for (const std::string_view mark : kBullets)
    if (s.starts_with(mark) && (s.size() == mark.size() || s[mark.size()] == ' '))
      return mark.size();
  return 0;
}

class Printed {
 public:
  explicit Printed(std::string_view source) : lines_(text::split(source, '\n')) {
    std::vector<std::size_t> widths;
    for (const std::string_view line : lines_)
      if (!text::trim(line).empty()) widths.push_back(text::length(line));
    std::sort(widths.begin(), widths.end());
    if (!widths.empty()) width_ = widths[widths.size() * 9 / 10];
  }

  std::string text() {
    for (at_ = 0; at_ < lines_.size(); ++at_) line(lines_[at_]);
    return std::move(out_);
  }

 private:
  void line(std::string_view raw) {
    const std::string_view s = text::trim(raw);
    if (s.empty()) return blank();
    if (const std::size_t mark = bullet(s); mark > 0) return item(text::trim(s.substr(mark)));
    if (is_heading(s)) return heading(s);
    if (ends_paragraph_ && starts_paragraph(s)) {
      in_item_ = false;
      blank();
    }
    put(raw);
  }

  bool is_heading(std::string_view s) const {
    const std::optional<Numbered> title = numbered_title(s);
    if (!title || !follows(last_, title->path)) return false;
    if (title->path.size() > 1) return true;
    // "1. Start it" and "2. Open it" in lines that follow each other are a list.
    const bool stands_after_blank = out_.empty() || out_.ends_with("\n\n");
    return stands_after_blank && (!title->has_final_dot || !goes_on_as_list(title->path[0]));
  }
  bool goes_on_as_list(int number) const {
    const std::string next = std::to_string(number + 1) + ".";
    for (std::size_t i = at_ + 1; i < std::min(at_ + 4, lines_.size()); ++i)
      if (text::trim(lines_[i]).starts_with(next + " ")) return true;
    return false;
  }

  void heading(std::string_view s) {
    last_ = numbered_title(s)->path;
    blank();
    out_ += s;
    out_ += '\n';
    if (last_.size() == 1) out_ += std::string(std::max<std::size_t>(3, s.size()), '=') + "\n";
    in_item_ = false;
    blank();
  }

  // The mark of some programs stands on a line of its own, a blank one after it.
  void item(std::string_view s) {
    if (s.empty()) {
      std::size_t next = at_ + 1;
      while (next < lines_.size() && text::trim(lines_[next]).empty()) ++next;
      if (next >= lines_.size() || bullet(text::trim(lines_[next])) > 0) return;
      at_ = next;
      s = text::trim(lines_[next]);
    }
    if (!in_item_) blank();
    put("- " + std::string(s));
    in_item_ = true;
  }

  void put(std::string_view raw) {
    out_ += raw;
    out_ += '\n';
    const std::string_view s = text::trim(raw);
    ends_paragraph_ = text::length(raw) * 100 < width_ * 85 &&
                      std::string_view(".:!?").find(s.back()) != std::string_view::npos;
  }
  static bool starts_paragraph(std::string_view s) {
    return text::is_upper(s.front()) || static_cast<unsigned char>(s.front()) >= 0x80;
  }
  void blank() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
    ends_paragraph_ = false;
  }

  std::vector<std::string_view> lines_;
  std::size_t width_ = 0;  // that nine lines of ten do not pass
  std::size_t at_ = 0;
  std::string out_;
  std::vector<int> last_;  // number of the last heading
  bool ends_paragraph_ = false;
  bool in_item_ = false;
};

}  // namespace

std::string printed_text(std::string_view text) { return Printed(text).text(); }

}  // namespace generator::documents
