// Paragraphs of a page.
#pragma once

#include "documents/draft.h"

namespace generator::documents {

/// The paragraph at the draft's line, over as many lines as it goes on. The names of tabs,
/// boilerplate and images with a caption leave no block.
void take_paragraph(Draft& draft);

}  // namespace generator::documents
