// Pointers to what a reader of the answer does not have: "see Figure 3", "as shown below".
#pragma once

#include <string>
#include <string_view>

#include "qa/fault.h"

namespace generator::qa {

/// What stands in the answer beside the sentence, so that a pointer to it is none.
struct Present {
  bool list = false;
  bool table = false;
  bool code = false;
  bool any() const { return list || table || code; }
};

/// `sentence` without its pointers; "" where it does nothing but point. Only what can be cut and
/// leave a whole sentence is cut: parentheses, "as shown in …", a clause before or after a comma.
/// Refusal: dangling_reference, with the words that point, where it cannot be cut.
Checked<std::string> without_pointers(std::string_view sentence, Present present);

}  // namespace generator::qa
