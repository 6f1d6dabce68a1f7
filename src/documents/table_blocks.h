// Tables of a page as blocks.
#pragma once

#include "documents/draft.h"

namespace generator::documents {

/// The table at the draft's line, its caption before it. Of a single column come paragraphs and
/// listings; figures, boilerplate and tables without rows go.
void take_table(Draft& draft);

}  // namespace generator::documents
