// Lists, with what stands inside their items.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "documents/page.h"

namespace generator::documents {

struct ItemPart {
  bool is_code = false;
  std::string text;      // code: lines joined by '\n'
  std::string language;  // of code
};

struct ListItem {
  int depth = 0;    // 0: outermost
  int number = -1;  // of an ordered item
  std::vector<ItemPart> parts;
  std::vector<Inline> inlines;  // of the prose parts, in order: for judging links
};

struct List {
  std::size_t end = 0;  // index of the line after it
  std::vector<ListItem> items;
  bool has_figure = false;  // an item is an image with its caption
};

/// Reads the list that begins at line `i` (read_marker is true there). `* 1. Allocate` is an
/// ordered item. An item goes on over unindented lines that follow it directly; two blank lines end
/// the list.
List read_list(Page& page, std::size_t i);

/// The list as Markdown: `- ` and `1. `, children indented under their parent's text; no final line
/// end.
std::string to_markdown(const std::vector<ListItem>& items);

}  // namespace generator::documents
