// What has to be known of the blocks before a line lives here, so that the readers of blocks need
// not know each other.
#include "documents/draft.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "documents/prepare.h"

namespace generator::documents {

Draft::Draft(std::string_view source) : text(normalised(source)) {
  page = prepare(text, out.title);
  one_line = has_one_line_paragraphs(page);
}

void Draft::push(BlockKind kind, std::string markdown) {
  if (text::trim(markdown).empty()) return;
  if (kind != BlockKind::kParagraph) lead_in.clear();
  Block block;
  block.kind = kind;
  block.text = std::move(markdown);
  out.blocks.push_back(std::move(block));
}

void Draft::push_caption(const std::string& caption) {
  push(BlockKind::kParagraph, caption);
  out.blocks.back().is_caption = true;
}

void Draft::add_heading(int level, const std::string& title) {
  if (title.empty()) return;
  if (!out.blocks.empty() && repeats(out.blocks.back(), level, title)) {
    page.removals.add("repeated_title", out.blocks.back().text.size() + 1);
    out.blocks.pop_back();
  }
  push(BlockKind::kHeading, std::string(static_cast<std::size_t>(level), '#') + " " + title);
  out.blocks.back().level = level;
  lead_in = title;
}

// A page's title, said once more in the site's words right above its heading.
bool Draft::repeats(const Block& block, int level, const std::string& title) const {
  if (block.kind != BlockKind::kParagraph) return false;
  const bool is_part = text::contains(title, block.text) || text::contains(block.text, title);
  return block.text == title || (level == 1 && out.blocks.size() == 1 && is_part &&
                                 block.text.size() <= 80 && !block.text.ends_with("."));
}

void Draft::add_caption(const std::string& caption) {
  if (!out.blocks.empty()) {
    const Block& last = out.blocks.back();
    const bool repeats = last.text == caption ||
                         (last.kind == BlockKind::kHeading && last.text.ends_with("# " + caption));
    if (repeats) return;
  }
  push_caption(caption);
}

// A heading with nothing under it says nothing; the last heading of a path of them least of all.
void Draft::drop_empty_sections() {
  std::vector<Block> kept;
  for (std::size_t i = out.blocks.size(); i-- > 0;) {
    Block& block = out.blocks[i];
    const bool is_empty = block.kind == BlockKind::kHeading && block.level > 1 &&
                          (kept.empty() || (kept.back().kind == BlockKind::kHeading &&
                                            kept.back().level <= block.level));
    if (is_empty)
      page.removals.add("empty_section", block.text.size() + 1);
    else
      kept.push_back(std::move(block));
  }
  std::reverse(kept.begin(), kept.end());
  out.blocks = std::move(kept);
}

void Draft::set_title() {
  if (!out.title.empty()) return;
  for (const int wanted : {1, 0})
    for (const Block& block : out.blocks)
      if (block.kind == BlockKind::kHeading && (wanted == 0 || block.level == wanted)) {
        out.title = block.text.substr(static_cast<std::size_t>(block.level) + 1);
        return;
      }
}

CleanPage Draft::finish() {
  drop_empty_sections();
  set_title();
  out.links = std::move(page.links);
  out.removals = std::move(page.removals);
  return std::move(out);
}

}  // namespace generator::documents
