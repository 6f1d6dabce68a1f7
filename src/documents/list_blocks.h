// Lists of a page as blocks.
#pragma once

#include "documents/draft.h"

namespace generator::documents {

/// The list at the draft's line. Figures and boilerplate go; a list that is only there to hold
/// listings becomes those.
void take_list(Draft& draft);

}  // namespace generator::documents
