// Whether a source supports an answer that a model wrote.
#pragma once

#include <optional>
#include <string_view>

#include "data/example.h"
#include "measure/passage.h"
#include "qa/fault.h"
#include "qa/style.h"

namespace generator::qa {

/// low_support: less of the answer than `style.min_support` is supported (measure/support.h), or a
/// number, an identifier or the like stands in it that its source does not have, or it denies what
/// that says; what has no support is named. Facts of the question and of `headings` are the
/// reader's already. Where answer and passage are in different languages, facts alone are compared.
std::optional<Fault> support_fault(std::string_view question, std::string_view answer,
                                   const measure::Passage& passage, const HeadingPath& headings,
                                   const Style& style);

/// The same of a rewriting: its source is the passage where it is known, else the answer that was
/// rewritten.
std::optional<Fault> support_fault(const SourcedExample& item, std::string_view rewritten,
                                   const Style& style);

}  // namespace generator::qa
