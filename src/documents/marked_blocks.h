// Blocks that say where they begin and where they end: fences, formulas, HTML.
#pragma once

#include "documents/draft.h"

namespace generator::documents {

/// The fenced listing that begins at the draft's line; to the page's end where it is not closed.
void take_fence(Draft& draft);
/// `$$ … $$` from the draft's line on. False, with nothing taken, where it is not closed.
bool take_formula(Draft& draft);
/// `<table>`, `<pre>` and lists written as HTML are read as HTML; the result is clean text of its
/// own. False, with nothing taken, where none begins at the draft's line or it is not closed.
bool take_html(Draft& draft);

}  // namespace generator::documents
