// The one pass over a text that finds its facts; `facts` and `KnownFacts` are views of what it
// finds.
#pragma once

#include <string_view>
#include <vector>

#include "measure/facts.h"

namespace generator::measure {

struct FoundFact {
  Fact fact;
  bool weak = false;  // may cover a fact, need not be covered: "one", "both", "First,", the parts
                      // of a compound
};

/// `plain` is a PlainText's text; spans are offsets into it and `Fact::text` is left empty.
std::vector<FoundFact> scan_facts(std::string_view plain);

}  // namespace generator::measure
