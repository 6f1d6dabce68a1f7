// A page of Markdown while its blocks are found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "documents/clean.h"
#include "documents/page.h"

namespace generator::documents {

/// The lines of a page and the blocks that came from those before `at`. The readers of the kinds of
/// blocks take lines off its front and push what they became.
struct Draft {
  explicit Draft(std::string_view source);
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  /// Blank Markdown is no block.
  void push(BlockKind kind, std::string markdown);
  /// A paragraph that names the block after it.
  void push_caption(const std::string& caption);
  /// A heading; a paragraph right above that says the same goes.
  void add_heading(int level, const std::string& title);
  /// A caption; not where the line or heading above it says the same.
  void add_caption(const std::string& caption);
  /// The blocks without empty sections, the title, and what was taken out.
  CleanPage finish();

  std::string text;  // that `page` looks into
  CleanPage out;
  Page page;
  std::size_t at = 0;             // the next line
  bool one_line = false;          // each line is a paragraph
  std::string lead_in;            // the paragraph or heading right before this line
  std::vector<std::string> tabs;  // names of the items of the next list

 private:
  bool repeats(const Block& block, int level, const std::string& title) const;
  void drop_empty_sections();
  void set_title();
};

}  // namespace generator::documents
