// Headings of a page, after marks or above a line.
#pragma once

#include "documents/draft.h"

namespace generator::documents {

/// The heading after `#` marks at the draft's line; with it goes the list of contents it may head.
void take_heading(Draft& draft);

/// Whether a line of `=` or `-` follows the draft's line.
bool is_underlined(const Draft& draft);
/// Takes both; the name of a file above its listing is a caption.
void take_underlined(Draft& draft);

}  // namespace generator::documents
