// One line of Markdown without its links, images, escapes, entities and tags.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "documents/document.h"

namespace generator::documents {

/// Targets of `[text][name]`, by lower-case name.
using LinkTargets = std::map<std::string, std::string, std::less<>>;

struct Inline {
  std::string text;  // prose: single spaces, trimmed; code: as it stands, trimmed on the right
  std::vector<Link> links;  // in order; text as it stands in `text`
  bool has_image = false;
  std::size_t link_bytes = 0;     // of `text`, that came from links
  std::size_t removed_bytes = 0;  // link targets and images in the source
};

/// Prose: links and images lose their targets, Markdown escapes and HTML entities are read, known
/// HTML tags go. `code spans` stay as they are. Never fails: what is not well-formed stays.
Inline read_prose(std::string_view line, const LinkTargets& targets);
/// A line of code that a crawler put links into: only links with a target that looks like an
/// address are taken out.
Inline read_code(std::string_view line);

/// Reads HTML entities; unknown ones stay.
std::string decode_entities(std::string_view s);
/// True for names of HTML elements that never stand in running text as a word of their own.
bool is_html_element(std::string_view name);

}  // namespace generator::documents
