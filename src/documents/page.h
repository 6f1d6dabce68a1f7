// The lines of a page while it is being cleaned, and what was taken out so far.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "documents/document.h"
#include "documents/inline.h"

namespace generator::documents {

/// `lines` are raw, trailing spaces included: crawlers end a table's row with them. A line that is
/// `gone` is skipped.
struct Page {
  std::vector<std::string_view> lines;
  std::vector<bool> gone;
  LinkTargets targets;
  std::vector<Link> links;  // of what is kept
  Removals removals;

  std::size_t size() const { return lines.size(); }
  /// Lines past the end read as empty.
  std::string_view line(std::size_t i) const {
    return i < lines.size() ? lines[i] : std::string_view();
  }
  bool is_blank(std::size_t i) const;
  /// The first line from `i` that is not gone; size() at the end.
  std::size_t next(std::size_t i) const;
  void rewrite(std::size_t i, std::string line);
  void drop(std::size_t i, std::string_view kind);
  /// Marks [begin, end) as gone under one count of `kind`.
  void drop(std::size_t begin, std::size_t end, std::string_view kind);
  /// The text of `read`, with its links noted.
  std::string take(Inline read);

 private:
  std::deque<std::string> rewritten_;
};

/// A list marker: `*`, `-`, `+`, `1.` or `1)`.
struct Marker {
  std::size_t indent = 0;   // spaces before it
  std::size_t content = 0;  // offset of the item's text in the line
  int number = 0;           // of an ordered item, else -1
};
/// True where `line` begins a list item; a rule (`* * *`) does not.
bool read_marker(std::string_view line, Marker& marker);

bool is_rule(std::string_view line);       // `* * *`, `---`, `___`
int heading_level(std::string_view line);  // of `## Title`; 0 where it is none
bool is_fence(std::string_view line);      // ``` or ~~~
bool is_caption(std::string_view line);    // `_Example 3. Write an array_`: all of it emphasised
std::size_t indent_of(std::string_view line);  // a tab counts to the next multiple of four

}  // namespace generator::documents
